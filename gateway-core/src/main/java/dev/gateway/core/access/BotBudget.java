package dev.gateway.core.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The messages that an account takes from each other bot: at most 20 in any minute, then none for a
 * minute. Two bots that answer each other would otherwise do so for ever. Thread-safe.
 */
public final class BotBudget {

    private static final int MOST = 20;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    /** The number of bots that are remembered; the one heard longest ago is forgotten first. */
    private static final int MAX_BOTS = 1_000;

    private final LongSupplier nanos;
    private final Map<String, Pair> pairs =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Pair> eldest) {
                    return size() > MAX_BOTS;
                }
            };

    /** Creates a budget on the monotonic clock. */
    public BotBudget() {
        this(System::nanoTime);
    }

    BotBudget(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes one message of this bot; returns false if it has none left now. */
    public synchronized boolean take(String bot) {
        return pairs.computeIfAbsent(bot, ignored -> new Pair()).take(nanos.getAsLong());
    }

    private static final class Pair {
        private final Deque<Long> taken = new ArrayDeque<>(MOST);
        private boolean quiet;
        private long quietSince;

        boolean take(long now) {
            if (quiet && now - quietSince < QUIET) {
                return false;
            }
            quiet = false;
            while (!taken.isEmpty() && now - taken.peekFirst() >= WINDOW) {
                taken.removeFirst();
            }
            if (taken.size() < MOST) {
                taken.addLast(now);
                return true;
            }
            quiet = true;
            quietSince = now;
            taken.clear();
            return false;
        }
    }
}
