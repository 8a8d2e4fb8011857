package dev.gateway.adapter.feishu;

import java.util.Set;

/** Numbers of the platform's errors that something follows from. All others only get printed. */
final class ErrorCode {

    static final long OK = 0;

    // Discovery of the long connection.
    static final long SYSTEM_BUSY = 1;
    static final long INTERNAL_ERROR = 1000040343;
    static final long CONNECTION_LIMIT = 1000040350;
    static final long WRONG_DOMAIN = 1000040351;
    static final int FORBIDDEN = 403;

    // Calls in general.
    static final long RATE_LIMIT = 99991400;
    static final long SCOPE_MISSING = 99991672;

    // Messages.
    static final long NOT_IN_GROUP = 230002;
    static final long BOT_NOT_ACTIVATED = 230006;
    static final long RECALLED = 230011;
    static final long CHAT_RATE_LIMIT = 230020;
    static final long STILL_SENDING = 230049;

    /** The tenant token is missing, malformed, over or revoked: a new one helps. */
    private static final Set<Long> TOKEN =
            Set.of(99991661L, 99991663L, 99991664L, 99991668L, 99991671L);

    /** The app or its secret is wrong: only a person can help. */
    private static final Set<Long> CREDENTIALS = Set.of(10003L, 10014L, 10015L);

    private static final Set<Long> THROTTLED =
            Set.of(RATE_LIMIT, CHAT_RATE_LIMIT, STILL_SENDING, 11232L, 11233L);

    private ErrorCode() {}

    static boolean isToken(long code) {
        return TOKEN.contains(code);
    }

    static boolean isCredentials(long code) {
        return CREDENTIALS.contains(code);
    }

    static boolean isThrottled(long code) {
        return THROTTLED.contains(code);
    }

    static boolean isPassing(long code) {
        return code == SYSTEM_BUSY || code == INTERNAL_ERROR;
    }
}
