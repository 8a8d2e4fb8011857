package dev.gateway.core.journal;

import java.time.Duration;

/**
 * The limits of a journal.
 *
 * @param retention the time for which finished messages and their dedup keys are kept; at least a
 *     day, as Telegram redelivers for that long
 * @param parkedRetention the time after which parked messages are dropped
 * @param highWater the number of pending messages of one platform at which {@link Journal#accept}
 *     begins to block
 * @param maxBytes the maximum size of the file, beyond which nothing is accepted; a database that
 *     several hosts share is limited by its own administrator
 * @param busyTimeout the maximum wait for a write of another process
 */
public record JournalSettings(
        Duration retention,
        Duration parkedRetention,
        int highWater,
        long maxBytes,
        Duration busyTimeout) {

    private static final Duration DAY = Duration.ofHours(24);

    /** Checks the bounds. */
    public JournalSettings {
        if (retention.compareTo(DAY) < 0) {
            throw new IllegalArgumentException("retention is less than 24 h: " + retention);
        }
        if (parkedRetention.compareTo(retention) < 0) {
            throw new IllegalArgumentException("parkedRetention is less than retention");
        }
        if (highWater < 1) {
            throw new IllegalArgumentException("highWater is less than 1: " + highWater);
        }
        if (maxBytes < 1 << 20) {
            throw new IllegalArgumentException("maxBytes is less than 1 MiB: " + maxBytes);
        }
        if (busyTimeout.isNegative()) {
            throw new IllegalArgumentException("busyTimeout is negative: " + busyTimeout);
        }
    }

    /** Returns the defaults: two days, thirty days, a thousand messages, 2 GiB, five seconds. */
    public static JournalSettings defaults() {
        return new JournalSettings(
                DAY.multipliedBy(2), DAY.multipliedBy(30), 1000, 2L << 30, Duration.ofSeconds(5));
    }

    /** Returns a copy with another high-water mark. */
    public JournalSettings withHighWater(int messages) {
        return new JournalSettings(retention, parkedRetention, messages, maxBytes, busyTimeout);
    }

    /** Returns a copy with another maximum size. */
    public JournalSettings withMaxBytes(long bytes) {
        return new JournalSettings(retention, parkedRetention, highWater, bytes, busyTimeout);
    }

    /** Returns a copy with another busy timeout. */
    public JournalSettings withBusyTimeout(Duration timeout) {
        return new JournalSettings(retention, parkedRetention, highWater, maxBytes, timeout);
    }
}
