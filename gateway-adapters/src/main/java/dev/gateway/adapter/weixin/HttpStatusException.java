package dev.gateway.adapter.weixin;

/** An answer that did not come from the API but from an edge in front of it, or a refusal by it. */
final class HttpStatusException extends Exception {

    private final int status;

    HttpStatusException(int status) {
        super("HTTP " + status, null, false, false);
        this.status = status;
    }

    /**
     * Whether an edge gave up waiting for the API, as the international one does after about 16 s
     * of a long poll.
     */
    boolean isEdgeTimeout() {
        return status == 524 || status == 504;
    }

    /** Whether asking again may help. */
    boolean isTransient() {
        return status >= 500;
    }
}
