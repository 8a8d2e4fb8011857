package dev.gateway.core.lifecycle;

import dev.gateway.core.journal.Journal;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.message.HandlerStateTracker;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.supervision.PlatformSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The state of a gateway that is up, by the state of its parts. */
final class StateAssessment {

    /** The time for a platform to connect. */
    private static final Duration NEW = Duration.ofSeconds(5);

    private final LivenessMonitor monitor;
    private final SnapshotBuilder view;
    private final HandlerStateTracker handler;
    private final LongSupplier nanos;
    private final Map<String, Connecting> connecting = new ConcurrentHashMap<>();

    /**
     * A platform that connects.
     *
     * @param since the time of day at which it began, which tells one connecting from the next
     * @param nanos the time at which it was first seen
     */
    private record Connecting(Instant since, long nanos) {}

    StateAssessment(
            LivenessMonitor monitor,
            SnapshotBuilder view,
            HandlerStateTracker handler,
            LongSupplier nanos) {
        this.nanos = nanos;
        this.monitor = monitor;
        this.view = view;
        this.handler = handler;
    }

    /** Returns whether a state is one of those that this class gives. */
    static boolean isUp(GatewayState state) {
        return state.isUp() || state == GatewayState.STANDBY;
    }

    /** Platforms that have just come from another host do not make this one degraded. */
    private boolean isConnected(PlatformSet platforms) {
        return view.showsCluster()
                ? platforms.statuses().stream().allMatch(this::isConnectedOrNew)
                : platforms.allConnected();
    }

    private boolean isConnectedOrNew(PlatformStatus status) {
        return switch (status.state()) {
            case CONNECTED, DISCONNECTING, DISCONNECTED -> true;
            case CONNECTING -> isNew(status);
            default -> false;
        };
    }

    private boolean isNew(PlatformStatus status) {
        long now = nanos.getAsLong();
        Connecting seen =
                connecting.merge(
                        status.name(),
                        new Connecting(status.since(), now),
                        (old, next) -> old.since().equals(next.since()) ? old : next);
        return now - seen.nanos() < NEW.toNanos();
    }

    GatewayState of(PlatformSet platforms, Optional<Journal> journal) {
        boolean whole =
                isConnected(platforms)
                        && monitor.problem().isEmpty()
                        && view.clusterProblem().isEmpty()
                        && handler.status().state() != HandlerState.FAILING
                        && journal.flatMap(Journal::replaced).isEmpty();
        if (!whole) {
            return GatewayState.DEGRADED;
        }
        boolean standsBy = platforms.isEmpty() && view.isClusterStandby();
        return standsBy ? GatewayState.STANDBY : GatewayState.RUNNING;
    }
}
