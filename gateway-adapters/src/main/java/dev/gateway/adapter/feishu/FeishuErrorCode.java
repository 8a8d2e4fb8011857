package dev.gateway.adapter.feishu;

import java.util.Set;

/** The platform's error codes that change the gateway's reaction. All others are only printed. */
final class FeishuErrorCode {

    static final long OK = 0;

    // Discovery.
    static final long SYSTEM_BUSY = 1;
    static final long INTERNAL_ERROR = 1000040343;
    static final long CONNECTION_LIMIT = 1000040350;
    static final long WRONG_DOMAIN = 1000040351;

    // Any call.
    static final long RATE_LIMIT = 99991400;
    static final long SCOPE_MISSING = 99991672;

    // Messages.
    static final long NOT_IN_GROUP = 230002;
    static final long BOT_NOT_ACTIVATED = 230006;
    static final long CHAT_RATE_LIMIT = 230020;
    static final long STILL_SENDING = 230049;
    static final long FILE_ONLY_IN_PARTS = 234037;

    /** Codes for a message that was recalled or deleted. */
    private static final Set<Long> GONE = Set.of(230011L, 230110L);

    /** Codes for a tenant token that is missing, malformed, expired or revoked: a new one helps. */
    private static final Set<Long> TOKEN =
            Set.of(99991661L, 99991663L, 99991664L, 99991668L, 99991671L);

    /** Codes for a wrong app or secret: only the operator can help. */
    private static final Set<Long> CREDENTIALS = Set.of(10003L, 10014L, 10015L);

    /** Limits of the app or its tenant. */
    private static final Set<Long> THROTTLED_APP = Set.of(RATE_LIMIT, 11232L, 11233L);

    /** Limits of one chat, or of one message that is still being sent. */
    private static final Set<Long> THROTTLED_CHAT = Set.of(CHAT_RATE_LIMIT, STILL_SENDING);

    /**
     * The smallest code of the platform's own; smaller ones are statuses of a server in between.
     */
    private static final long LEAST = 1000;

    private FeishuErrorCode() {}

    static boolean isToken(long code) {
        return TOKEN.contains(code);
    }

    static boolean isCredentials(long code) {
        return CREDENTIALS.contains(code);
    }

    static boolean isThrottled(long code) {
        return isThrottledApp(code) || THROTTLED_CHAT.contains(code);
    }

    static boolean isThrottledApp(long code) {
        return THROTTLED_APP.contains(code);
    }

    /** Returns whether {@code code} can come from the platform and concern the message. */
    static boolean isPlatformCode(long code) {
        return code >= LEAST;
    }

    static boolean isGone(long code) {
        return GONE.contains(code);
    }

    static boolean isTransient(long code) {
        return code == SYSTEM_BUSY || code == INTERNAL_ERROR;
    }
}
