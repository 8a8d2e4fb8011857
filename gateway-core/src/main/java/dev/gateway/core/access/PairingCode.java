package dev.gateway.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;

/**
 * A code by which an operator recognises the person who asked: eight characters, without those that
 * are read as others.
 */
public final class PairingCode {

    /** The time for which a code is valid, and for which a stranger gets no other answer. */
    public static final Duration VALIDITY = Duration.ofHours(1);

    /** The number of codes of one account that may be open at a time. */
    public static final int MAX_OPEN = 3;

    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 8;

    private PairingCode() {}

    /** Returns a new code. */
    public static String random() {
        var random = new SecureRandom();
        var code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** Returns the code that a person typed: in capitals, without blanks and hyphens. */
    public static String normalized(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    /** Compares in a time that does not tell how much of them is equal. */
    public static boolean matches(String code, String typed) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8), typed.getBytes(StandardCharsets.UTF_8));
    }
}
