package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.sim.process.Await;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A wait for an effect in another thread or at the other end of a connection. */
final class Eventually {

    private Eventually() {}

    /**
     * Evaluates the condition until it is true, at least once. Fails with the expectation and the
     * last observation.
     */
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
