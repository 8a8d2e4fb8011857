package dev.gateway.sim.feishu.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that look like the platform's and are the same each time for the same thing. */
public final class FeishuIds {

    private static final int BYTES = 16;

    private FeishuIds() {}

    /** 32 hex digits. */
    public static String hash(String of) {
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
