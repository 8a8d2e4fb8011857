package dev.gateway.adapter.telegram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the latest messages got, so that one whose second file failed does not begin again with
 * its text. In memory only: after a restart a half-sent message is sent whole. Thread-safe.
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

    /** Parts sent, and the platform's id of the first. */
    record Progress(int parts, Optional<String> first) {}

    synchronized Progress of(String id) {
        return latest.getOrDefault(id, new Progress(0, Optional.empty()));
    }

    synchronized void sent(String id, Progress progress) {
        latest.put(id, progress);
    }
}
