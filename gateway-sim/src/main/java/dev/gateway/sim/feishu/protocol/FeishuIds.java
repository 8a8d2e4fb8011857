package dev.gateway.sim.feishu.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A factory of ids in the platform's form. The same input always gives the same id. */
public final class FeishuIds {

    private static final int BYTES = 16;

    private FeishuIds() {}

    /** Returns 32 hex digits. */
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
