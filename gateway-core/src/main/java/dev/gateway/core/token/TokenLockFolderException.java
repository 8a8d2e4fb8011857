package dev.gateway.core.token;

/** The token locks have no trustworthy folder. The message is for the operator. */
public final class TokenLockFolderException extends Exception {

    private final boolean denied;

    TokenLockFolderException(String message, boolean denied) {
        super(message);
        this.denied = denied;
    }

    /** Returns whether another user is the cause, not a setting of this one. */
    public boolean isDenied() {
        return denied;
    }
}
