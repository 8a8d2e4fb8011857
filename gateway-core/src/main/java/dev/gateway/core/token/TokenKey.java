package dev.gateway.core.token;

import dev.gateway.core.yaml.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A name of a token that does not reveal it: {@code <platform>-<first 16 hex of sha256(token)>}.
 *
 * @param platform the type of platform
 * @param hash the first 16 hexadecimal digits of the token's SHA-256
 */
public record TokenKey(String platform, String hash) {

    private static final int DIGITS = 16;

    /** Returns the key of a token. */
    public static TokenKey of(String platform, Secret token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.reveal().getBytes(StandardCharsets.UTF_8));
            return new TokenKey(platform, HexFormat.of().formatHex(digest).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the name of its files, without ending. */
    public String fileName() {
        return platform + "-" + hash;
    }

    /**
     * Compares as a record does. Written out, as is the hash: Java links those of a record by
     * method handles at the first call, which a start waits for between its token and its first
     * poll.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenKey key
                && platform.equals(key.platform)
                && hash.equals(key.hash);
    }

    @Override
    public int hashCode() {
        return 31 * platform.hashCode() + hash.hashCode();
    }

    @Override
    public String toString() {
        return fileName();
    }
}
