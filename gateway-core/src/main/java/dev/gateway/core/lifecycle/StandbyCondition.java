package dev.gateway.core.lifecycle;

import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The condition for a successor to stand by: the restart that launched it is alive, or the old
 * gateway is stopping. If the restart is killed before it stopped the old gateway, the successor
 * must exit; otherwise it would take over after the next {@code gateway stop}. Used by one thread.
 */
final class StandbyCondition implements BooleanSupplier {

    /** The time within which a stopping gateway writes so, unless the machine is overloaded. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final List<String> GOES_ON =
            List.of(
                    GatewayState.STARTING.wireName(),
                    GatewayState.RUNNING.wireName(),
                    GatewayState.DEGRADED.wireName());

    private final ProcessIdentity restart;
    private final ProcessProbe probe;
    private final Supplier<String> stateOfHolder;
    private final Duration grace;
    private Optional<Deadline> end = Optional.empty();

    StandbyCondition(ProcessIdentity restart, ProcessProbe probe, Supplier<String> stateOfHolder) {
        this(restart, probe, stateOfHolder, GRACE);
    }

    StandbyCondition(
            ProcessIdentity restart,
            ProcessProbe probe,
            Supplier<String> stateOfHolder,
            Duration grace) {
        this.restart = restart;
        this.probe = probe;
        this.stateOfHolder = stateOfHolder;
        this.grace = grace;
    }

    /** Returns whether to continue the wait. */
    @Override
    public boolean getAsBoolean() {
        if (restart.isAlive(probe) || !GOES_ON.contains(stateOfHolder.get())) {
            end = Optional.empty();
            return true;
        }
        if (end.isEmpty()) {
            end = Optional.of(Deadline.after(grace));
        }
        return !end.get().isExpired();
    }
}
