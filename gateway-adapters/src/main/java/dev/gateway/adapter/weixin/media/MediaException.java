package dev.gateway.adapter.weixin.media;

/** One file cannot be had or given; the message says why in a few words for people. */
public final class MediaException extends Exception {

    private final boolean passing;

    MediaException(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    /** Whether trying again may help. */
    public boolean isTransient() {
        return passing;
    }
}
