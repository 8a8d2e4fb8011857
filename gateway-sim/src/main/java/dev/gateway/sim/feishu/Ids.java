package dev.gateway.sim.feishu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that look like the platform's and are the same each time for the same thing. */
final class Ids {

    private static final int BYTES = 16;

    private Ids() {}

    /** 32 hex digits. */
    static String hash(String of) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(("fake feishu " + of).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
