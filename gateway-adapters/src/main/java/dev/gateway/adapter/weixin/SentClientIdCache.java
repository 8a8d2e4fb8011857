package dev.gateway.adapter.weixin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What this process sent, so that a second try of a message whose text went through and whose file
 * did not does not show the text twice. Bounded; thread-safe.
 */
final class SentClientIdCache {

    private static final int KEPT = 10_000;

    private final Set<String> clientIds =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > KEPT;
                                }
                            }));

    void add(String clientId) {
        clientIds.add(clientId);
    }

    boolean contains(String clientId) {
        return clientIds.contains(clientId);
    }
}
