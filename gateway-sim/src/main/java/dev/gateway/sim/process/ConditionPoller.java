package dev.gateway.sim.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what the kernel or another process does, and of which nobody tells us. */
final class ConditionPoller {

    private static final Duration POLL = Duration.ofMillis(5);

    private ConditionPoller() {}

    /** Looks until it is so, at least once. */
    static void until(BooleanSupplier reached, Duration limit, Supplier<String> otherwise)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new ExpectationFailedException(otherwise.get());
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
