package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises a message that comes a second time under another id, or without one: same sender,
 * context token, millisecond and content. It then gets the key it had the first time. A person
 * cannot say the same thing twice in one millisecond; a message without time is never taken for a
 * repetition. Remembers the last messages of this process; what comes again after a restart under
 * its old id is recognised by the gateway's own memory of keys. One thread at a time.
 */
final class Repeats {

    private static final int KEPT = 5000;

    private final Map<String, String> keys =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > KEPT;
                }
            };
    private final Map<String, String> ofThisAnswer = new HashMap<>();

    /** Messages of one answer are never repetitions of each other. */
    void nextAnswer() {
        ofThisAnswer.forEach(keys::putIfAbsent);
        ofThisAnswer.clear();
    }

    /** The key the message had the first time; {@code key} if this is the first time. */
    String firstKeyOf(JsonNode message, String key) {
        if (JsonFields.number(message, "create_time_ms") <= 0) {
            return key;
        }
        String fingerprint = DedupKeys.fingerprint(message);
        String first = keys.get(fingerprint);
        if (first != null) {
            return first;
        }
        ofThisAnswer.putIfAbsent(fingerprint, key);
        return key;
    }
}
