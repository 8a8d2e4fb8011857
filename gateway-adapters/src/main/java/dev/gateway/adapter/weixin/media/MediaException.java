package dev.gateway.adapter.weixin.media;

/**
 * An exception for one file that cannot be downloaded or uploaded; its message is a short reason
 * for people.
 */
public final class MediaException extends Exception {

    private final boolean passing;

    MediaException(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    /** Returns whether a repetition may succeed. */
    public boolean isTransient() {
        return passing;
    }
}
