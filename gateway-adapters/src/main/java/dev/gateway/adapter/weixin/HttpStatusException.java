package dev.gateway.adapter.weixin;

/**
 * An exception for a response that an edge server in front of the API sent, or for an HTTP error of
 * the API.
 */
final class HttpStatusException extends Exception {

    private final int status;

    HttpStatusException(int status) {
        super("HTTP " + status, null, false, false);
        this.status = status;
    }

    /**
     * Returns whether an edge gave up waiting for the API, as the international one does after
     * about 16 s of a long poll.
     */
    boolean isEdgeTimeout() {
        return status == 524 || status == 504;
    }

    /** Returns whether a repetition may succeed. */
    boolean isTransient() {
        return status >= 500;
    }
}
