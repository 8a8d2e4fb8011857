package dev.gateway.core.config;

import java.util.Locale;
import java.util.Optional;

/** The format of a text to send. */
public enum TextFormat {
    /** CommonMark, shown as the platform can. */
    MARKDOWN,
    /** Plain text, shown as it is. */
    PLAIN;

    /** Returns the name in the config and in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a name; empty if there is none. */
    public static Optional<TextFormat> of(String wireName) {
        for (TextFormat format : values()) {
            if (format.wireName().equals(wireName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
