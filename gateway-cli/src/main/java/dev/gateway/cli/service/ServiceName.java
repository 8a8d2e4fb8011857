package dev.gateway.cli.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of the service of a home: each home has its own. */
final class ServiceName {

    private static final String BASE = "gateway";
    private static final int MAX_WORD = 30;
    private static final int HASH_DIGITS = 8;

    private ServiceName() {}

    /**
     * {@code gateway} for the default home; for others a word from the path, for people, and a hash
     * of it, since two homes may end alike.
     */
    static String of(Path home, Path defaultHome) {
        if (home.equals(defaultHome)) {
            return BASE;
        }
        return BASE + "-" + word(home) + hash(home);
    }

    private static String word(Path home) {
        Path last = home.getFileName();
        boolean hidden = last != null && last.toString().startsWith(".");
        Path telling = hidden && home.getParent() != null ? home.getParent().getFileName() : last;
        String word = telling == null ? "" : telling.toString();
        word = word.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "");
        word = word.length() > MAX_WORD ? word.substring(0, MAX_WORD) : word;
        return word.isEmpty() ? "" : word + "-";
    }

    private static String hash(Path home) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(home.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
