package dev.gateway.sim.weixin;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** One QR code and the progress of its login. Guarded by the platform's lock. */
final class QrLogin {

    private static final int MAX_WRONG_CODES = 3;

    /** The state that a poll gets. */
    enum Status {
        WAIT,
        SCANED,
        CONFIRMED,
        EXPIRED,
        NEED_VERIFYCODE,
        VERIFY_CODE_BLOCKED,
        SCANED_BUT_REDIRECT,
        BINDED_REDIRECT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final Set<String> localTokens;
    private Status status = Status.WAIT;
    private Status reportedStatus;
    private String code = "";
    private int wrongCodes;
    private String redirectHost = "";
    private String token = "";

    QrLogin(String id, Set<String> localTokens) {
        this.id = id;
        this.localTokens = new HashSet<>(localTokens);
    }

    String id() {
        return id;
    }

    /** Returns the bot tokens that the client has, by its own account. */
    Set<String> localTokens() {
        return localTokens;
    }

    Status status() {
        return status;
    }

    void status(Status status) {
        this.status = status;
    }

    /** Returns true if a poll is answered at once: the state changed, or it can change no more. */
    boolean hasNews() {
        return switch (status) {
            case WAIT -> false;
            case CONFIRMED, EXPIRED, VERIFY_CODE_BLOCKED, BINDED_REDIRECT -> true;
            case SCANED, NEED_VERIFYCODE, SCANED_BUT_REDIRECT -> status != reportedStatus;
        };
    }

    void markReported() {
        reportedStatus = status;
    }

    void askForCode(String code) {
        this.code = code;
        wrongCodes = 0;
        status = Status.NEED_VERIFYCODE;
    }

    /** Checks a code typed at the client; after three wrong codes no other counts. */
    void typed(String attempt) {
        if (status == Status.NEED_VERIFYCODE) {
            reportedStatus = null;
            if (attempt.equals(code)) {
                status = Status.SCANED;
            } else if (++wrongCodes >= MAX_WRONG_CODES) {
                status = Status.VERIFY_CODE_BLOCKED;
            }
        }
    }

    void redirect(String host) {
        redirectHost = host;
        status = Status.SCANED_BUT_REDIRECT;
    }

    String redirectHost() {
        return redirectHost;
    }

    void confirm(String token) {
        this.token = token;
        status = Status.CONFIRMED;
    }

    String token() {
        return token;
    }
}
