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
 * What a successor stands by for: the restart that launched it, or the stop of the old gateway that
 * this restart began. If the restart is killed before it told the old gateway to stop, nobody wants
 * the successor; were it to stand by for ever, it would undo the next {@code gateway stop}. For one
 * thread.
 */
final class StandbyCondition implements BooleanSupplier {

    /**
     * A gateway that was told to stop says so within this time, unless the machine is at its end.
     */
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

    /** Whether to go on waiting. */
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
