package dev.gateway.core.supervision;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.shutdown.ThreadStackLogger;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of platforms: their tokens are passed on and they are disconnected, each on a thread of
 * its own and within its own limit. One that takes longer is interrupted, abandoned and named.
 */
final class PlatformExit {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformExit.class);
    private static final Comparator<DisconnectTask> FIRST_DUE =
            Comparator.comparing(DisconnectTask::remaining);

    /** The time for a step to react to its interrupt. */
    static final Duration INTERRUPT_GRACE = Duration.ofMillis(200);

    /**
     * So few that on a busy machine none waits long for its turn on a CPU, and enough to keep all
     * CPUs at work.
     */
    private static final int PLACES_PER_CPU = 2;

    private static final int MIN_PLACES = 4;

    /**
     * The time after which a platform does not wait for a CPU but for its server, so that the next
     * one may go: some 160 a second on two CPUs however far the servers are.
     */
    private static final Duration SLOW_AFTER = Duration.ofMillis(25);

    /** The time after which the platforms that have had no turn yet follow at once. */
    private static final Duration ALL_STARTED = Duration.ofSeconds(5);

    private final EventStream events;

    PlatformExit(EventStream events) {
        this.events = events;
    }

    /**
     * Passes platforms on, a few at a time; returns when each is passed on or abandoned.
     *
     * @param answered returns the platforms that have answered the successor since the last call
     */
    void passOn(
            List<PlatformSupervisor> platforms,
            StopRequest stop,
            Duration shortenedLimit,
            Supplier<List<String>> answered) {
        var places =
                new HandOverPlaces(
                        Math.max(
                                MIN_PLACES,
                                PLACES_PER_CPU * Runtime.getRuntime().availableProcessors()),
                        SLOW_AFTER,
                        answered);
        Deadline patience = Deadline.after(ALL_STARTED);
        List<DisconnectTask> tasks = new ArrayList<>();
        for (PlatformSupervisor platform : platforms) {
            DisconnectTask task = platform.passing();
            if (!task.isStarted() && !stop.isShortened() && !patience.isExpired()) {
                try {
                    places.take(task);
                } catch (InterruptedException e) {
                    // A further stop request: the rest does not wait for a place.
                }
            }
            task.start();
            tasks.add(task);
        }
        await(tasks, new DisconnectWait(stop, shortenedLimit));
    }

    /** Disconnects platforms, except those that are abandoned. */
    void disconnect(List<PlatformSupervisor> platforms, StopRequest stop, Duration shortenedLimit) {
        List<DisconnectTask> passing = new ArrayList<>();
        List<DisconnectTask> tasks = new ArrayList<>();
        for (PlatformSupervisor platform : platforms) {
            if (platform.passing().isStarted() && !platform.passing().hasDisconnected()) {
                passing.add(platform.passing());
            } else {
                tasks.add(platform.disconnecting());
            }
        }
        tasks.forEach(DisconnectTask::start);
        var wait = new DisconnectWait(stop, shortenedLimit);
        await(passing, wait);
        for (DisconnectTask passed : passing) {
            if (passed.hasDisconnected()) {
                tasks.add(passed.supervisor().disconnecting());
            }
        }
        tasks.forEach(DisconnectTask::start);
        await(tasks, wait);
    }

    private void await(List<DisconnectTask> tasks, DisconnectWait wait) {
        // Each is interrupted when its own limit has passed.
        List<DisconnectTask> inOrder = tasks.stream().sorted(FIRST_DUE).toList();
        for (DisconnectTask task : inOrder) {
            wait.await(task);
            if (!task.hasDisconnected()) {
                task.interrupt();
            }
        }
        Deadline grace = Deadline.after(INTERRUPT_GRACE);
        for (DisconnectTask task : inOrder) {
            if (!task.hasDisconnected()) {
                wait.awaitAfterInterrupt(task, grace);
            }
            if (!task.hasDisconnected()) {
                abandon(task);
            }
        }
    }

    /** Leaves a platform behind, once. */
    void abandon(DisconnectTask task) {
        PlatformSupervisor left = task.supervisor();
        if (!left.abandon()) {
            return;
        }
        String type = left.config().type();
        String message =
                "%s disconnect timed out after %s, abandoned."
                        .formatted(type, DurationFormat.tenths(task.waited()));
        LOG.warn(
                "{} Platform {} is left behind; its token stays locked until this process ends.",
                message,
                left.name());
        ThreadStackLogger.log(LOG, task.threads());
        events.publish(EventType.platformAbandoned(left.name(), type, task.waited()));
    }
}
