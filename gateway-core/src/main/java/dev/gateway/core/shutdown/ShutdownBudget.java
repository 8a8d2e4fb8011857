package dev.gateway.core.shutdown;

import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * The time limits of a stop. Every limit is derived from these three, each a little larger than the
 * one before, so that no outer limit cuts an inner one short: drain + disconnect + finish = {@link
 * #total()} &lt; {@link #forceKillAfter()} &lt; {@link #serviceManagerTimeout()}.
 *
 * @param drain the time for messages in flight to finish
 * @param disconnect the time for all platforms together to disconnect, in parallel
 * @param finish the time for tokens, journal and files after that
 */
public record ShutdownBudget(Duration drain, Duration disconnect, Duration finish) {

    private static final Duration FINISH = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** Returns a budget with the usual time for the finish. */
    public static ShutdownBudget of(Duration drain, Duration disconnect) {
        return new ShutdownBudget(drain, disconnect, FINISH);
    }

    /** Returns the limit of a whole stop, after which the watchdog ends the process. */
    public Duration total() {
        return drain.plus(disconnect).plus(finish);
    }

    /** Returns the time after which another process may use SIGKILL: later than the watchdog. */
    public Duration forceKillAfter() {
        return total().plus(MARGIN);
    }

    /** Returns {@code TimeoutStopSec} of the unit: later than the gateway's own SIGKILL. */
    public Duration serviceManagerTimeout() {
        return forceKillAfter().plus(MARGIN);
    }

    /** Returns the time that a service manager has to wait beyond {@link #total()}. */
    public static Duration serviceManagerMargin() {
        return MARGIN.plus(MARGIN);
    }

    /**
     * Returns the budget of a shortened stop: nothing is drained, and disconnects get {@code
     * limit}.
     */
    public ShutdownBudget shortened(Duration limit) {
        return new ShutdownBudget(Duration.ZERO, Durations.min(disconnect, limit), finish);
    }
}
