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

    private static final Duration AFTER = Duration.ofSeconds(1);

    private static final List<String> GOES_ON = List.of("starting", "running", "degraded");

    private final GatewayHome home;
    private final ProcessIdentity instance;
    private final ProcessProbe probe;
    private final Duration after;
    private Optional<ObjectNode> before;
    private Deadline nextLook;

    /** Creates a check for the stop of {@code instance}; must precede the signal. */
    UnheardStopCheck(GatewayHome home, ProcessIdentity instance, ProcessProbe probe) {
        this(home, instance, probe, AFTER);
    }

    UnheardStopCheck(
            GatewayHome home, ProcessIdentity instance, ProcessProbe probe, Duration after) {
        this.home = home;
        this.instance = instance;
        this.probe = probe;
        this.after = after;
        recordSignal();
    }

    private void recordSignal() {
        before = Optional.empty();
        nextLook = Deadline.after(after);
    }

    /**
     * Returns whether the signal is to be repeated, and counts it as repeated. The state written
     * within the first second is the baseline; states written later count.
     */
    boolean shouldRepeat() {
        if (!nextLook.isExpired()) {
            return false;
        }
        nextLook = Deadline.after(after.dividedBy(4));
        Optional<ObjectNode> current =
                SavedState.read(home)
                        .filter(state -> state.isOf(instance, probe))
                        .filter(state -> GOES_ON.contains(state.state()))
                        .map(SavedState::json);
        if (current.isEmpty()) {
            return false;
        }
        if (before.isEmpty()) {
            before = current;
            return false;
        }
        if (before.equals(current)) {
            return false;
        }
        recordSignal();
        return true;
    }
}
