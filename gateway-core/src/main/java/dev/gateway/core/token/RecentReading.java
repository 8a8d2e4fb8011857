package dev.gateway.core.token;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A reading of the lock table that many threads share which each ask about one token: a gateway
 * with a thousand accounts that waits for another one would otherwise read the table and the
 * other's descriptors a thousand times. It is used for a multiple of the time that it took, so that
 * all readings together take a small part of the time, and on a small machine none is older than
 * some milliseconds. Thread-safe.
 */
final class RecentReading {

    /** The age at which a reading is too old, as a multiple of the time that it took. */
    private static final int USES = 10;

    private final Supplier<HoldingReader> reading;
    private HoldingReader recent;
    private long expires;

    RecentReading(Supplier<HoldingReader> reading) {
        this.reading = reading;
    }

    /**
     * Returns an answer from the recent reading, or from a new one if that is too old or its answer
     * is not {@code certain}.
     */
    synchronized <T> T ask(Function<HoldingReader, T> question, Predicate<T> certain) {
        if (recent != null && System.nanoTime() - expires < 0) {
            T answer = question.apply(recent);
            if (certain.test(answer)) {
                return answer;
            }
        }
        long began = System.nanoTime();
        recent = reading.get();
        T answer = question.apply(recent); // The first question reads the table.
        long now = System.nanoTime();
        expires = now + USES * (now - began);
        return answer;
    }
}
