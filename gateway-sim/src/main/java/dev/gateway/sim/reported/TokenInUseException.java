package dev.gateway.sim.reported;

/** The record of a token names a process that is judged alive. */
final class TokenInUseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String platform;

    TokenInUseException(ReportedAccount account, long pid) {
        super(
                "%s bot token already in use (PID %d). Stop the other gateway first."
                        .formatted(account.displayName(), pid));
        platform = account.type();
    }

    /** For instance {@code weixin}. */
    String platform() {
        return platform;
    }
}
