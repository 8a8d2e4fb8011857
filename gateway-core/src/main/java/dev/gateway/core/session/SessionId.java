package dev.gateway.core.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a session, unique for ever.
 *
 * @param text 16 lower-case hexadecimal digits
 */
public record SessionId(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");
    private static final int BYTES = 8;

    /** Checks the form. */
    public SessionId {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("not a session: " + text);
        }
    }

    /** Returns whether {@code text} has the form of a session's name. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /** Returns a new name. */
    public static SessionId random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SessionId(HexFormat.of().formatHex(bytes));
    }

    // Written out because the first comparison of two records makes code at run time, in each
    // start.

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionId id && id.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
