package dev.gateway.core.yaml;

/**
 * The decision about the parts of a file that a message may repeat. A secret can end up anywhere in
 * a file that is written by hand (as a key, after a missing blank, in the wrong line), so only text
 * that cannot reasonably be a secret is shown.
 */
public final class MessageRedactor {

    /** Shorter than the credentials of any platform. */
    private static final int HARMLESS_LENGTH = 24;

    private static final int MAX_NAME_LENGTH = 64;

    private MessageRedactor() {}

    /** Returns a key of the file, or a mask. */
    static String key(String key) {
        return key.length() <= HARMLESS_LENGTH && isName(key) ? key : "(unreadable key)";
    }

    /**
     * Returns the name of an account, or a mask if it is no valid name. The gateway prints valid
     * names everywhere.
     */
    public static String name(String name) {
        return AccountName.hasNameCharacters(name) ? name : "(unreadable name)";
    }

    /**
     * Returns whether {@code text} is 1 to 64 of the characters A-Z a-z 0-9 _ and -: a key, a
     * variable.
     */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME_LENGTH
                && text.chars().allMatch(MessageRedactor::isNameCharacter);
    }

    /**
     * Returns a value that should be a word or a number, in quotes; empty if it could be a secret.
     */
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
