package dev.gateway.core.shutdown;

import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * The one number from which every limit of a stop is derived, each a little larger than the one
 * before it, so that no outer limit can ever cut an inner one short: drain + disconnect + finish =
 * {@link #total()} &lt; {@link #forceKillAfter()} &lt; {@link #serviceManagerTimeout()}.
 *
 * @param drain how long messages in flight may finish
 * @param disconnect how long all platforms together, in parallel, may take to disconnect
 * @param finish how long tokens, journal and files may take after that
 */
public record ShutdownBudget(Duration drain, Duration disconnect, Duration finish) {

    private static final Duration FINISH = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** A budget with the usual time for the finish. */
    public static ShutdownBudget of(Duration drain, Duration disconnect) {
        return new ShutdownBudget(drain, disconnect, FINISH);
    }

    /** What a stop may take in all; past it the watchdog ends the process. */
    public Duration total() {
        return drain.plus(disconnect).plus(finish);
    }

    /** When another process may use SIGKILL: only after the watchdog has had its turn. */
    public Duration forceKillAfter() {
        return total().plus(MARGIN);
    }

    /** {@code TimeoutStopSec} of the unit: only after our own force-kill has had its turn. */
    public Duration serviceManagerTimeout() {
        return forceKillAfter().plus(MARGIN);
    }

    /** How much longer than {@link #total()} a supervisor has to wait. */
    public static Duration serviceManagerMargin() {
        return MARGIN.plus(MARGIN);
    }

    /** The budget of an impatient stop: nothing is drained, and disconnects get {@code limit}. */
    public ShutdownBudget shortened(Duration limit) {
        return new ShutdownBudget(Duration.ZERO, Durations.min(disconnect, limit), finish);
    }
}
