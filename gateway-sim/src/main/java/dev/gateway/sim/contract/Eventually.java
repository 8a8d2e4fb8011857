package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or the other end of a connection does. */
final class Eventually {

    private static final long POLL_MILLIS = 3;

    private Eventually() {}

    /** Looks until it is so, at least once; fails with what was expected and what was seen. */
    static void eventually(
            String expected, Duration within, BooleanSupplier reached, Supplier<?> seen)
            throws InterruptedException {
        if (!happens(within, reached)) {
            fail(
                    "expected within "
                            + within.toMillis()
                            + " ms: "
                            + expected
                            + "; seen: "
                            + seen.get());
        }
    }

    /** Whether it becomes so within the time. */
    static boolean happens(Duration within, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
