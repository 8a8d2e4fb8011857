package dev.gateway.core.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.SavedState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Detects a gateway that missed its SIGTERM: a JVM that cannot create the handler's thread at that
 * moment loses the signal. A second SIGTERM shortens the stop of a gateway that hears it, so
 * silence is no proof (a full disk also silences it): the signal is repeated only if the gateway
 * wrote, after the first one, that it keeps running. A gateway that heard it writes another state
 * at once. Used by one thread.
 */
final class UnheardStopCheck {

    private static final Duration BASELINE_TIME = Duration.ofSeconds(1);

    private static final List<String> CONTINUING = List.of("starting", "running", "degraded");

    private final GatewayHome home;
    private final ProcessIdentity instance;
    private final ProcessProbe probe;
    private final Duration baselineTime;
    private Optional<ObjectNode> baseline;
    private Deadline nextCheck;

    /** Creates a check for the stop of {@code instance}; must precede the signal. */
    UnheardStopCheck(GatewayHome home, ProcessIdentity instance, ProcessProbe probe) {
        this(home, instance, probe, BASELINE_TIME);
    }

    UnheardStopCheck(
            GatewayHome home, ProcessIdentity instance, ProcessProbe probe, Duration baselineTime) {
        this.home = home;
        this.instance = instance;
        this.probe = probe;
        this.baselineTime = baselineTime;
        recordSignal();
    }

    private void recordSignal() {
        baseline = Optional.empty();
        nextCheck = Deadline.after(baselineTime);
    }

    /**
     * Returns whether the signal is to be repeated, and counts it as repeated. The state written
     * within the first second is the baseline; states written later count.
     */
    boolean shouldRepeat() {
        if (!nextCheck.isExpired()) {
            return false;
        }
        nextCheck = Deadline.after(baselineTime.dividedBy(4));
        Optional<ObjectNode> current =
                SavedState.read(home)
                        .filter(state -> state.isOf(instance, probe))
                        .filter(state -> CONTINUING.contains(state.state()))
                        .map(SavedState::json);
        if (current.isEmpty()) {
            return false;
        }
        if (baseline.isEmpty()) {
            baseline = current;
            return false;
        }
        if (baseline.equals(current)) {
            return false;
        }
        recordSignal();
        return true;
    }
}
