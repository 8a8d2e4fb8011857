package dev.gateway.adapter.telegram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of the latest messages, so that a message whose second file failed does not repeat
 * its text. It exists in memory only: after a restart a partly sent message is sent whole.
 * Thread-safe.
 */
final class SendProgressCache {

    private static final int KEPT = 1000;

    private final Map<String, Progress> latest =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
                    return size() > KEPT;
                }
            };

    /** The number of parts sent, and the platform's id of the first. */
    record Progress(int parts, Optional<String> first) {}

    synchronized Progress of(String id) {
        return latest.getOrDefault(id, new Progress(0, Optional.empty()));
    }

    synchronized void sent(String id, Progress progress) {
        latest.put(id, progress);
    }
}
