package dev.gateway.adapter.weixin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ids of sent items, so that a repeated message whose text was sent and whose file failed does
 * not repeat the text. Bounded; thread-safe.
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
