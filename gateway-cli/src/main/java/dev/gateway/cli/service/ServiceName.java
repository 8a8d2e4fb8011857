package dev.gateway.cli.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a home's service, unique for each home. */
final class ServiceName {

    private static final String BASE = "gateway";
    private static final int MAX_WORD = 30;
    private static final int HASH_DIGITS = 8;

    private ServiceName() {}

    /**
     * Returns {@code gateway} for the default home; for others a readable word from the path and a
     * hash of it, since two paths may end alike.
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
        Path named = hidden && home.getParent() != null ? home.getParent().getFileName() : last;
        String word = named == null ? "" : named.toString();
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
