package dev.gateway.core.journal;

import java.time.Duration;

/**
 * How a journal keeps house.
 *
 * @param retention how long messages that are done are remembered, and with them their dedup keys;
 *     at least a day, as Telegram delivers again for that long
 * @param parkedRetention how long parked messages wait for an operator before they are dropped
 * @param highWater how many messages of one platform may be pending before {@link Journal#accept}
 *     waits
 * @param maxBytes how large the file may grow; beyond it nothing is accepted
 * @param busyTimeout how long to wait for another process that writes at the moment
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

    /** Two days, thirty days, a thousand messages, 2 GiB, five seconds. */
    public static JournalSettings defaults() {
        return new JournalSettings(
                DAY.multipliedBy(2), DAY.multipliedBy(30), 1000, 2L << 30, Duration.ofSeconds(5));
    }

    /** The same with another high-water mark. */
    public JournalSettings withHighWater(int messages) {
        return new JournalSettings(retention, parkedRetention, messages, maxBytes, busyTimeout);
    }

    /** The same with another bound of the file. */
    public JournalSettings withMaxBytes(long bytes) {
        return new JournalSettings(retention, parkedRetention, highWater, bytes, busyTimeout);
    }

    /** The same with another patience for other processes. */
    public JournalSettings withBusyTimeout(Duration timeout) {
        return new JournalSettings(retention, parkedRetention, highWater, maxBytes, timeout);
    }
}
