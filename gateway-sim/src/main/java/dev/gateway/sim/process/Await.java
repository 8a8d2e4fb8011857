package dev.gateway.sim.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does and a fake platform sees. */
public final class Await {

    private static final long PAUSE_MILLIS = 1;

    private Await() {}

    /**
     * Looks every millisecond until there is something.
     *
     * @throws ExpectationFailedException if there is nothing in time; {@code what} completes "no
     *     ... within"
     */
    public static <T> T first(Supplier<Optional<T>> look, Duration limit, String what)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ExpectationFailedException(
                        "no " + what + " within " + limit.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Looks every millisecond until it is so; otherwise as {@link #first}. */
    public static void until(BooleanSupplier reached, Duration limit, String what)
            throws InterruptedException {
        first(() -> reached.getAsBoolean() ? Optional.of(true) : Optional.empty(), limit, what);
    }
}
