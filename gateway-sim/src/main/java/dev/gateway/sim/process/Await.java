package dev.gateway.sim.process;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waits for conditions that can only be polled. */
public final class Await {

    private static final long POLL_MILLIS = 1;

    /** Reading {@code /proc} or a file of a home costs more than a look into a fake platform. */
    private static final long SLOW_POLL_MILLIS = 5;

    private Await() {}

    /**
     * Polls every millisecond until the supplier returns a value.
     *
     * @throws ExpectationFailedException if there is none in time; {@code what} completes "no ...
     *     within"
     */
    public static <T> T first(Supplier<Optional<T>> supplier, Duration limit, String what)
            throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (true) {
            Optional<T> found = supplier.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "no " + what + " within " + limit.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Polls every millisecond until the condition holds; fails as {@link #first} does. */
    public static void until(BooleanSupplier condition, Duration limit, String what)
            throws InterruptedException {
        first(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), limit, what);
    }

    /**
     * Polls every 5 ms until the condition holds.
     *
     * @throws ExpectationFailedException if it does not hold in time, with this message
     */
    public static void until(BooleanSupplier condition, Duration limit, Supplier<String> message)
            throws InterruptedException {
        if (!holdsWithin(limit, condition)) {
            throw new ExpectationFailedException(message.get());
        }
    }

    /** Polls every 5 ms; returns whether the condition came to hold within the limit. */
    public static boolean holdsWithin(Duration limit, BooleanSupplier condition)
            throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (!condition.getAsBoolean()) {
            if (deadline.isExpired()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(SLOW_POLL_MILLIS);
        }
        return true;
    }
}
