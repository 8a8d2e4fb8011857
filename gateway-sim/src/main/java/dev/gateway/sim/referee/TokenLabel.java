package dev.gateway.sim.referee;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The printable name of a token, the same as in the gateway's token locks. */
public final class TokenLabel {

    private static final int SHOWN_BYTES = 8;

    private TokenLabel() {}

    /** Returns {@code telegram-0123456789abcdef}: the platform and 16 hex digits of the SHA-256. */
    public static String of(String platform, String token) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return platform + "-" + HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
