package dev.gateway.core.lifecycle;

import dev.gateway.core.message.Dispatcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the loops of a gateway that is up still move. A loop with nothing to do sleeps, so each
 * look wakes them, and the next one sees whether they have gone round since. Thread-safe.
 */
final class WorkLoops {

    /** Nothing is to move yet, or any more. */
    static final WorkLoops NONE = new WorkLoops(List.of(), System::nanoTime);

    /** A slow disk may hold a loop for a while. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoops.class);

    private final List<Loop> loops;
    private final LongSupplier nanos;
    private boolean told;

    WorkLoops(List<Loop> loops, LongSupplier nanos) {
        this.loops = loops;
        this.nanos = nanos;
    }

    static WorkLoops of(Ticker ticker, Dispatcher dispatcher, ReloadLoop reloads) {
        return new WorkLoops(
                List.of(
                        new Loop("gateway-tick", ticker::rounds, ticker::soon),
                        new Loop(
                                "dispatcher",
                                dispatcher::rounds,
                                () -> dispatcher.wake("the watchdog")),
                        new Loop("reload", reloads::rounds, reloads::wake)),
                System::nanoTime);
    }

    /** The first that has not moved for {@link #LIMIT} after it was woken. */
    synchronized Optional<String> stuck() {
        long now = nanos.getAsLong();
        Optional<String> stuck =
                loops.stream().filter(loop -> loop.isStuck(now)).map(Loop::name).findFirst();
        if (stuck.isPresent() && !told) {
            ThreadStacks.logAll(LOG);
        }
        told = stuck.isPresent();
        return stuck;
    }

    /** One loop, its counter and what wakes it. */
    static final class Loop {

        private final String name;
        private final LongSupplier rounds;
        private final Runnable wake;
        private long seen = -1;
        private long wokenAt;

        Loop(String name, LongSupplier rounds, Runnable wake) {
            this.name = name;
            this.rounds = rounds;
            this.wake = wake;
        }

        String name() {
            return name;
        }

        boolean isStuck(long now) {
            long gone = rounds.getAsLong();
            if (gone == seen) {
                return now - wokenAt > LIMIT.toNanos();
            }
            seen = gone;
            wokenAt = now;
            wake.run();
            return false;
        }
    }
}
