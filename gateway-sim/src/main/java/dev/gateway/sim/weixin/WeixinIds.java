package dev.gateway.sim.weixin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of the form that the platform gives, the same every time for the same name. */
final class WeixinIds {

    private WeixinIds() {}

    /** Of a person. */
    static String user(String name) {
        return "o9cq80" + hash("user " + name, 10) + "@im.wechat";
    }

    /** Of a bot. */
    static String bot(String what) {
        return hash("bot " + what, 6) + "@im.bot";
    }

    /** What a bot shows to be let in. */
    static String token(String botId) {
        return botId + ":" + hash("token " + botId, 24);
    }

    /** What an answer has to bring back. */
    static String contextToken(long message) {
        return "AARzJWAFAAAB" + hash("context " + message, 12);
    }

    private static String hash(String text, int bytes) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
