package dev.gateway.adapter.weixin;

/** One file cannot be had or given; the message says why in a few words for people. */
final class MediaException extends Exception {

    private final boolean passing;

    MediaException(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    /** Whether trying again may help. */
    boolean passing() {
        return passing;
    }
}
