package dev.gateway.adapter.telegram;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The server answered, and said no. What follows depends on what was asked. */
final class BotApiException extends Exception {

    private final String method;
    private final int code;
    private final String description;
    private final transient Optional<Duration> retryAfter;
    private final transient OptionalLong migrateTo;

    /**
     * @param method what was asked
     * @param code the HTTP status, which equals {@code error_code}
     * @param description the platform's words: one line, without the token
     * @param retryAfter from the parameters or the header
     * @param migrateTo the supergroup that a group became
     */
    BotApiException(
            String method,
            int code,
            String description,
            Optional<Duration> retryAfter,
            OptionalLong migrateTo) {
        super(
                ("Telegram refused " + method + ": " + code + " " + description).strip(),
                null,
                false,
                false);
        this.method = method;
        this.code = code;
        this.description = description;
        this.retryAfter = retryAfter;
        this.migrateTo = migrateTo;
    }

    String method() {
        return method;
    }

    int code() {
        return code;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    OptionalLong migrateTo() {
        return migrateTo;
    }

    /** Whether the platform's words hold these, in whatever case. */
    boolean says(String words) {
        return description.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }
}
