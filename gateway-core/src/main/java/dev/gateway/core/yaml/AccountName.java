package dev.gateway.core.yaml;

import java.text.Normalizer;

/**
 * The name of an account, which the operator chooses: 1 to 64 letters and digits of any script,
 * {@code _} and {@code -}, composed (NFC), so that names that look alike are equal. It becomes the
 * name of a folder, a label of metrics and an argument of commands.
 */
public final class AccountName {

    /** The rule for names, for messages. */
    public static final String RULE = "1 to 64 letters, digits, '_' or '-'";

    private static final int MAX_LENGTH = 64;

    private AccountName() {}

    /** Returns whether {@code name} is valid. */
    public static boolean isValid(String name) {
        return hasNameCharacters(name) && isComposed(name);
    }

    /** Returns whether {@code name} is valid after composition. */
    public static boolean hasNameCharacters(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && !isMark(name.codePointAt(0))
                && name.codePoints().allMatch(c -> isPlain(c) || isMark(c));
    }

    public static boolean isComposed(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC);
    }

    private static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    /**
     * Returns whether the character is a vowel sign or an accent that no letter is composed with:
     * many scripts have such.
     */
    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
