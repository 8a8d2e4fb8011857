package dev.gateway.core.token;

/** The token locks have no place that can be trusted. The message is for the operator. */
public final class TokenLockFolderException extends Exception {

    private final boolean denied;

    TokenLockFolderException(String message, boolean denied) {
        super(message);
        this.denied = denied;
    }

    /** Returns whether it is another user's doing, and not a setting of this one. */
    public boolean isDenied() {
        return denied;
    }
}
