package dev.gateway.adapter.telegram;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** An exception for an error response of the server. Its meaning depends on the called method. */
final class BotApiException extends Exception {

    private final String method;
    private final int code;
    private final String description;
    private final transient Optional<Duration> retryAfter;
    private final transient OptionalLong migrateTo;

    /**
     * | @param method the called method
     *
     * @param code the HTTP status, which equals {@code error_code}
     * @param description the server's description on one line without the token
     * @param retryAfter from the parameters or the header
     * @param migrateTo the supergroup that the group became
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

    /** Returns whether the description contains {@code words}, ignoring case. */
    boolean says(String words) {
        return description.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }
}
