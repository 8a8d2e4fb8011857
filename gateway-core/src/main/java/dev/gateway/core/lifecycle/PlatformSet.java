package dev.gateway.core.lifecycle;

import dev.gateway.core.control.Words;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.Deadline;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All platforms of a gateway, moved together and never waiting for one another. */
final class PlatformSet {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSet.class);
    private static final Set<PlatformState> HOPELESS =
            EnumSet.of(PlatformState.REJECTED, PlatformState.EXPIRED);
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(200);

    private final Map<String, PlatformSupervisor> supervisors = new LinkedHashMap<>();
    private final EventStream events;

    PlatformSet(List<PlatformSupervisor> enabled, EventStream events) {
        this.events = events;
        enabled.forEach(supervisor -> supervisors.put(supervisor.name(), supervisor));
    }

    void start() {
        supervisors.values().forEach(PlatformSupervisor::start);
    }

    Optional<PlatformAdapter> adapter(String platform) {
        return Optional.ofNullable(supervisors.get(platform)).flatMap(PlatformSupervisor::adapter);
    }

    List<PlatformStatus> statuses() {
        return supervisors.values().stream().map(PlatformSupervisor::status).toList();
    }

    void refresh() {
        supervisors.values().forEach(PlatformSupervisor::refresh);
    }

    /** Whether each platform has connected or said why it has not. */
    boolean isSettled() {
        return states().stream().noneMatch(state -> state == PlatformState.CONNECTING);
    }

    boolean allConnected() {
        return states().stream().allMatch(state -> state == PlatformState.CONNECTED);
    }

    boolean anyConnected() {
        return states().stream().anyMatch(state -> state == PlatformState.CONNECTED);
    }

    /** Whether there are platforms and every one needs a person. */
    boolean allHopeless() {
        return !supervisors.isEmpty() && HOPELESS.containsAll(states());
    }

    boolean isEmpty() {
        return supervisors.isEmpty();
    }

    private List<PlatformState> states() {
        return supervisors.values().stream().map(PlatformSupervisor::state).toList();
    }

    void stopIntake() {
        supervisors.values().forEach(PlatformSupervisor::stopIntake);
    }

    /**
     * Disconnects all at once and leaves behind those that take longer than theirs.
     *
     * @param stop shortens the wait when somebody asks again
     * @param impatient what all of them together get from then on
     */
    void disconnect(StopRequest stop, Duration impatient) {
        // Each is interrupted when its own limit has passed: the shortest first.
        List<Farewell> farewells =
                supervisors.values().stream()
                        .map(Farewell::new)
                        .sorted(Comparator.comparing(Farewell::limit))
                        .toList();
        farewells.forEach(Farewell::start);
        var patience = new Patience(stop, impatient);
        for (Farewell farewell : farewells) {
            patience.await(farewell);
            if (!farewell.hasLetGo()) {
                farewell.interrupt();
            }
        }
        Deadline grace = Deadline.in(INTERRUPT_GRACE);
        for (Farewell farewell : farewells) {
            if (!farewell.hasLetGo()) {
                patience.lastChance(farewell, grace);
            }
            if (!farewell.hasLetGo()) {
                abandon(farewell);
            }
        }
    }

    private void abandon(Farewell farewell) {
        PlatformSupervisor left = farewell.supervisor();
        left.abandon();
        String type = left.config().type();
        String message =
                "%s disconnect timed out after %s, abandoned."
                        .formatted(type, Words.tenths(farewell.waited()));
        LOG.warn(
                "{} Platform {} is left behind; its token stays locked until this process ends.",
                message,
                left.name());
        ThreadStacks.log(LOG, farewell.threads());
        events.publish(
                EventType.PLATFORM_ABANDONED,
                "platform",
                left.name(),
                "type",
                type,
                "after_ms",
                farewell.waited().toMillis());
    }

    void releaseTokens() {
        supervisors.values().forEach(PlatformSupervisor::releaseToken);
    }
}
