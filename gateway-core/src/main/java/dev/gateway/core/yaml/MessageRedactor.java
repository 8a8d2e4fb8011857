package dev.gateway.core.yaml;

/**
 * Decides what of a file may be repeated in a message. A secret can end up anywhere in a file that
 * is written by hand (as a key, after a missing blank, in the wrong line), so only what cannot
 * reasonably be one is shown.
 */
public final class MessageRedactor {

    /** Shorter than the credentials of any platform. */
    private static final int HARMLESS_LENGTH = 24;

    private static final int LONGEST_NAME = 64;

    private MessageRedactor() {}

    /** A key of the file. */
    static String key(String key) {
        return key.length() <= HARMLESS_LENGTH && isName(key) ? key : "(unreadable key)";
    }

    /** The name of an account: the gateway prints it everywhere, so it is shown if it is one. */
    public static String name(String name) {
        return AccountName.hasNameCharacters(name) ? name : "(unreadable name)";
    }

    /** Whether {@code text} is 1 to 64 of the characters A-Z a-z 0-9 _ and -: a key, a variable. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(MessageRedactor::isNameCharacter);
    }

    /** A value that is expected to be a word or a number, quoted, or nothing. */
    public static String value(ResolvedValue value) {
        String text = value.text();
        boolean harmless =
                value.literal()
                        && text.length() < HARMLESS_LENGTH / 2
                        && text.chars().allMatch(c -> isNameCharacter(c) || c == '.' || c == '+');
        return harmless && !text.isEmpty() ? "'" + text + "'" : "the value";
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '-';
    }
}
