package dev.gateway.adapter.weixin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ids of sent items, so that a repeated message whose text was sent and whose file failed does
 * not repeat the text: by {@code client_id} the {@code message_id} of the platform, empty if it
 * gave none. Bounded; thread-safe.
 */
final class SentClientIdCache {

    private static final int KEPT = 10_000;

    private final Map<String, String> sent =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                            return size() > KEPT;
                        }
                    });

    void add(String clientId, String messageId) {
        sent.put(clientId, messageId);
    }

    /** Returns the platform's id of a sent item; empty if it was not sent. */
    Optional<String> find(String clientId) {
        return Optional.ofNullable(sent.get(clientId));
    }
}
