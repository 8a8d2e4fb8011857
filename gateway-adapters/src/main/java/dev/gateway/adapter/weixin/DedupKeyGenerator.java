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
 * A generator of keys that tell a repeated delivery from a new message. The platform delivers some
 * messages twice, seconds or an hour later, mostly with the same {@code message_id}, sometimes
 * without any. The key is the first present of {@code message_id}, {@code client_id} and {@code
 * seq}, else it derives from the content.
 *
 * <p>Two messages in one response without ids and with equal content are two messages: the second
 * gets a count. One instance serves one response.
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

    /**
     * Returns 32 hex digits that are equal for two deliveries of one message whatever their ids.
     */
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

    /** Returns a short key of letters and digits for a key of any length. */
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
