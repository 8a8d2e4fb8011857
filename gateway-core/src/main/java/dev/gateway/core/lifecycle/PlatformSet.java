package dev.gateway.core.lifecycle;

import dev.gateway.core.control.Words;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All platforms of a gateway, moved together and never waiting for one another. */
final class PlatformSet {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSet.class);
    private static final Set<PlatformState> HOPELESS =
            EnumSet.of(PlatformState.REJECTED, PlatformState.EXPIRED);
    private static final long INTERRUPT_GRACE_MILLIS = 200;

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
     * @param impatient what a platform gets from then on
     */
    void disconnect(StopRequest stop, Duration impatient) {
        List<Farewell> farewells =
                supervisors.values().stream().map(s -> new Farewell(s, stop, impatient)).toList();
        farewells.forEach(Farewell::start);
        for (Farewell farewell : farewells) {
            if (!farewell.await()) {
                abandon(farewell);
            }
        }
    }

    private void abandon(Farewell farewell) {
        PlatformSupervisor left = farewell.supervisor;
        left.abandon();
        String type = left.config().type();
        String message =
                "%s disconnect timed out after %s, abandoned."
                        .formatted(type, Words.tenths(farewell.allowed()));
        LOG.warn(
                "{} Platform {} is left behind; its token stays locked until this process ends.",
                message,
                left.name());
        ThreadStacks.log(LOG, List.of(farewell.thread, left.thread()));
        events.publish(EventType.PLATFORM_ABANDONED, "platform", left.name(), "type", type);
    }

    void releaseTokens() {
        supervisors.values().forEach(PlatformSupervisor::releaseToken);
    }

    /** One platform's disconnect, on a thread that can be left behind. */
    private static final class Farewell {
        private final PlatformSupervisor supervisor;
        private final StopRequest stop;
        private final Duration impatient;
        private final CountDownLatch done = new CountDownLatch(1);
        private final Thread thread;
        private final long began = System.nanoTime();
        private Deadline deadline;

        Farewell(PlatformSupervisor supervisor, StopRequest stop, Duration impatient) {
            this.supervisor = supervisor;
            this.stop = stop;
            this.impatient = impatient;
            this.thread = new Thread(this::run, "disconnect-" + supervisor.name());
            thread.setDaemon(true);
        }

        void start() {
            Duration limit = supervisor.config().disconnectTimeout();
            deadline = Deadline.in(limit);
            thread.start();
        }

        private void run() {
            try {
                supervisor.disconnect(supervisor.config().disconnectTimeout());
                done.countDown();
            } catch (InterruptedException | RuntimeException | Error e) {
                LOG.debug("{}: disconnect ended", supervisor.name(), e);
            }
        }

        /** Whether it let go in time. */
        boolean await() {
            boolean shortened = false;
            while (true) {
                if (stop.isShortened() && !shortened) {
                    shortened = true;
                    deadline = deadline.orIn(impatient);
                }
                try {
                    if (done.await(deadline.remaining().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                        return true;
                    }
                    thread.interrupt();
                    return done.await(INTERRUPT_GRACE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    // Somebody asked again: look at the request, then go on waiting.
                }
            }
        }

        Duration allowed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}
