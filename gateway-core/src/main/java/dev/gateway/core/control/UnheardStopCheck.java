package dev.gateway.core.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.SavedState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a gateway never heard of the SIGTERM that it was sent: a JVM that cannot make
 * the handler's thread in that moment swallows it. A second one that it does hear shortens its
 * stop, so silence is no proof (a full disk makes it silent, too): it is asked again only if it
 * wrote, after it was asked, that it goes on. A gateway writes otherwise from the moment it is
 * asked. For one thread.
 */
final class UnheardStopCheck {

    private static final Duration AFTER = Duration.ofSeconds(1);

    private static final List<String> GOES_ON = List.of("starting", "running", "degraded");

    private final GatewayHome home;
    private final ProcessIdentity instance;
    private final ProcessProbe probe;
    private final Duration after;
    private Optional<ObjectNode> before;
    private long nextLook;

    /** The stop of {@code instance}; to be made before it is asked. */
    UnheardStopCheck(GatewayHome home, ProcessIdentity instance, ProcessProbe probe) {
        this(home, instance, probe, AFTER);
    }

    UnheardStopCheck(
            GatewayHome home, ProcessIdentity instance, ProcessProbe probe, Duration after) {
        this.home = home;
        this.instance = instance;
        this.probe = probe;
        this.after = after;
        askedNow();
    }

    private void askedNow() {
        before = Optional.empty();
        nextLook = System.nanoTime() + after.toNanos();
    }

    /**
     * Returns whether it is to be asked again, and counts that as done. What it wrote within the
     * first second is compared with, and what it writes from then on counts.
     */
    boolean isCertain() {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + after.toNanos() / 4;
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
        askedNow();
        return true;
    }
}
