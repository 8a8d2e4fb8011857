package dev.gateway.sim.reported;

/** Thrown if the record of a token names a process that counts as alive. */
final class TokenInUseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String platform;

    TokenInUseException(ReportedAccount account, long pid) {
        super(
                "%s bot token already in use (PID %d). Stop the other gateway first."
                        .formatted(account.displayName(), pid));
        platform = account.type();
    }

    /** Returns the type of the platform, for instance {@code weixin}. */
    String platform() {
        return platform;
    }
}
