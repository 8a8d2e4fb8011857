package dev.gateway.core.placement;

import dev.gateway.core.cluster.Placement;
import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.supervision.PlatformSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that this process gives away while it runs: those of a drain or an order at once, a
 * few at a time; those that another host gets as its share one after the other, a few a second. Its
 * threads, {@code placement-move}, end when their platforms have disconnected. The methods are for
 * one thread.
 */
final class AccountMoves {

    private static final Logger LOG = LoggerFactory.getLogger(AccountMoves.class);

    /** The shortest time between two accounts that are given away one after the other. */
    private static final Duration PACE = Duration.ofMillis(200);

    private static final int MAX_AT_ONCE = 32;

    private final PlatformSet platforms;
    private final PlatformSet.SendingWait sending;
    private final AccountPlaces places;
    private final LongSupplier nanos;
    private final Map<String, Boolean> moving = new ConcurrentHashMap<>();
    private volatile int begun;
    private Long lastPaced;

    AccountMoves(
            PlatformSet platforms,
            PlatformSet.SendingWait sending,
            AccountPlaces places,
            LongSupplier nanos) {
        this.platforms = platforms;
        this.sending = sending;
        this.places = places;
        this.nanos = nanos;
    }

    /**
     * An account that should go, and the platform that has it.
     *
     * @param platform the name of the platform
     * @param move the account and its target
     */
    record Going(String platform, Placement.Move move) {}

    /**
     * Begins those of the moves that may begin now.
     *
     * @param givers the number of processes that share the pace
     * @return the time after which another one may begin
     */
    Duration begin(List<Going> wanted, int givers) {
        List<Going> now = new ArrayList<>();
        Duration again = PACE.multipliedBy(givers);
        int busy = (int) moving.keySet().stream().filter(platforms::isLettingGo).count();
        for (Going each : wanted) {
            if (moving.containsKey(each.platform())) {
                continue;
            }
            if (each.move().atOnce()) {
                if (busy + now.size() < MAX_AT_ONCE) {
                    now.add(each);
                }
            } else if (busy == 0 && now.isEmpty()) {
                Duration left = untilNextPaced(givers);
                if (left.isZero()) {
                    lastPaced = nanos.getAsLong();
                    now.add(each);
                } else {
                    again = left;
                }
            }
        }
        if (!now.isEmpty()) {
            start(now);
        }
        return again;
    }

    /** Removes platforms whose accounts other processes have. */
    void remove(List<String> lost) {
        List<String> names = lost.stream().filter(each -> !moving.containsKey(each)).toList();
        if (!names.isEmpty()) {
            names.forEach(each -> moving.put(each, true));
            start(names, () -> names.forEach(moving::remove));
        }
    }

    private Duration untilNextPaced(int givers) {
        if (lastPaced == null) {
            return Duration.ZERO;
        }
        Duration passed = Duration.ofNanos(nanos.getAsLong() - lastPaced);
        Duration left = PACE.multipliedBy(givers).minus(passed);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the number of moves that were begun so far. */
    int begun() {
        return begun;
    }

    /** Returns the number of platforms that have not disconnected yet. */
    int inProgress() {
        return moving.size();
    }

    private void start(List<Going> batch) {
        begun += batch.size();
        batch.forEach(
                each -> {
                    moving.put(each.platform(), true);
                    places.move(each.move().account(), each.move().target());
                });
        start(batch.stream().map(Going::platform).toList(), () -> end(batch));
    }

    private void start(List<String> names, Runnable atEnd) {
        try {
            DaemonThreads.single("placement-move").newThread(() -> run(names, atEnd)).start();
        } catch (OutOfMemoryError e) {
            LOG.warn("No thread can be created to give accounts away; trying again", e);
            atEnd.run();
        }
    }

    private void run(List<String> names, Runnable atEnd) {
        try {
            LOG.info("Other hosts get {}.", String.join(", ", names));
            platforms.replace(names, List.of(), sending, () -> {});
        } catch (InterruptedException e) {
            LOG.debug("Giving accounts away was interrupted", e);
        } catch (RuntimeException | Error e) {
            LOG.error("Giving accounts away failed", e);
        } finally {
            atEnd.run();
        }
    }

    private void end(List<Going> batch) {
        batch.forEach(
                each -> {
                    moving.remove(each.platform());
                    places.settle(each.move().account(), each.move().target());
                });
    }
}
