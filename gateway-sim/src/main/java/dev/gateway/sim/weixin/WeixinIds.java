package dev.gateway.sim.weixin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A factory of ids in the platform's form. The same name always gives the same id. */
final class WeixinIds {

    private WeixinIds() {}

    /** Returns the id of a person. */
    static String user(String name) {
        return "o9cq80" + hash("user " + name, 10) + "@im.wechat";
    }

    /** Returns the id of a bot. */
    static String bot(String what) {
        return hash("bot " + what, 6) + "@im.bot";
    }

    /** Returns the token of a bot. */
    static String token(String botId) {
        return botId + ":" + hash("token " + botId, 24);
    }

    /** Returns the context token that an answer to a message has to carry. */
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
