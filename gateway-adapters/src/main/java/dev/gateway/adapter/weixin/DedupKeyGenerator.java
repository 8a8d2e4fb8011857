package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells a second delivery from a second message. The platform delivers some messages twice, seconds
 * or an hour later, mostly with the same {@code message_id}, sometimes without any. The first of
 * {@code message_id}, {@code client_id}, {@code seq} that is there decides, else the content.
 *
 * <p>Two messages without ids and with equal content in one answer are two messages: the second
 * gets a count. One instance serves one answer.
 */
final class DedupKeyGenerator {

    private final Map<String, Integer> seen = new HashMap<>();

    String keyOf(JsonNode message) {
        for (String field : new String[] {"message_id", "client_id", "seq"}) {
            String id = JsonFields.id(message, field);
            if (!id.isEmpty()) {
                return field + ":" + id;
            }
        }
        String content = "content:" + fingerprint(message);
        int earlier = seen.merge(content, 1, Integer::sum) - 1;
        return earlier == 0 ? content : content + "#" + earlier;
    }

    /** Equal for two deliveries of one message whatever ids they carry; 32 hex digits. */
    static String fingerprint(JsonNode message) {
        MessageDigest digest = sha256();
        for (String field : new String[] {"from_user_id", "context_token", "create_time_ms"}) {
            digest.update(JsonFields.text(message, field).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        for (JsonNode item : message.path("item_list")) {
            JsonNode content =
                    item.isObject() ? item.<ObjectNode>deepCopy().without("msg_id") : item;
            digest.update(content.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** A short text of letters and digits for a key of any length. */
    static String hash(String key) {
        byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 12);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
