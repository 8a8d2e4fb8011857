package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.PlatformContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The detector of a message that comes a second time under another id or without one: same sender,
 * context token, millisecond and content. It returns the first key for it. A person cannot send the
 * same text twice in one millisecond; a message without a time never counts as a repetition.
 *
 * <p>It remembers thousands of messages in memory, and the last few hundred across restarts in a
 * ring of notes. Not thread-safe.
 */
final class DuplicateDetector {

    private static final int KEPT = 5000;
    private static final int KEPT_ON_DISK = 256;

    private final PlatformContext context;
    private final Map<String, String> keys =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > KEPT;
                }
            };
    private final Map<String, String> ofThisAnswer = new LinkedHashMap<>();
    private boolean loaded;
    private long written;

    DuplicateDetector(PlatformContext context) {
        this.context = context;
    }

    /** Begins a response, whose messages are never repetitions of each other. */
    void beginResponse() {
        ofThisAnswer.forEach(keys::putIfAbsent);
        ofThisAnswer.clear();
    }

    /** Returns the key of the message's first delivery; {@code key} for a first delivery. */
    String firstKeyOf(JsonNode message, String key) {
        if (JsonFields.number(message, "create_time_ms") <= 0) {
            return key;
        }
        load();
        String fingerprint = DedupKeyGenerator.fingerprint(message);
        String first = keys.get(fingerprint);
        if (first != null) {
            return first;
        }
        ofThisAnswer.putIfAbsent(fingerprint, key);
        return key;
    }

    /** Returns the notes to store with the messages of this response. */
    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>();
        ofThisAnswer.forEach(
                (fingerprint, key) -> {
                    notes.put(note(written), written + " " + fingerprint + " " + key);
                    written++;
                });
        return notes;
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        for (int slot = 0; slot < KEPT_ON_DISK; slot++) {
            String[] parts = context.note(note(slot)).orElse("").split(" ", 3);
            if (parts.length == 3 && parts[0].matches("\\d{1,18}")) {
                keys.put(parts[1], parts[2]);
                written = Math.max(written, Long.parseLong(parts[0]) + 1);
            }
        }
    }

    private static String note(long number) {
        return "seen:" + number % KEPT_ON_DISK;
    }
}
