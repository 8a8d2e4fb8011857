package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.sim.process.Await;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or the other end of a connection does. */
final class Eventually {

    private Eventually() {}

    /** Looks until it is so, at least once; fails with what was expected and what was seen. */
    static void eventually(
            String expected, Duration within, BooleanSupplier reached, Supplier<?> seen)
            throws InterruptedException {
        if (!Await.holdsWithin(within, reached)) {
            fail(
                    "expected within "
                            + within.toMillis()
                            + " ms: "
                            + expected
                            + "; seen: "
                            + seen.get());
        }
    }
}
