package dev.gateway.sim.feishu;

import dev.gateway.sim.feishu.protocol.FeishuException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The limits on messages within the last second. Guarded by the platform's lock. */
final class RateLimiter {

    private static final long SECOND = 1_000;

    private final FeishuOptions options;
    private final Map<FeishuApp, Deque<Long>> calls = new HashMap<>();

    RateLimiter(FeishuOptions options) {
        this.options = options;
    }

    /** Returns true if the app has called too often; otherwise counts this call. */
    boolean exceededBy(FeishuApp app) {
        return exceeded(
                calls.computeIfAbsent(app, unused -> new ArrayDeque<>()), options.apiLimit());
    }

    /** Counts a message to a chat; fails if there were too many. */
    void check(FeishuChat chat) throws FeishuException {
        if (exceeded(chat.sent(), options.chatLimit())) {
            throw new FeishuException(
                    230020, "This operation triggers the frequency limit of the chat.");
        }
    }

    private boolean exceeded(Deque<Long> times, int limit) {
        long now = options.clock().millis();
        while (!times.isEmpty() && now - times.peekFirst() >= SECOND) {
            times.removeFirst();
        }
        if (limit > 0 && times.size() >= limit) {
            return true;
        }
        times.addLast(now);
        return false;
    }
}
