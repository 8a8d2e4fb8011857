package dev.gateway.core.supervision;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.shutdown.ThreadStackLogger;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All platforms of a gateway, started and disconnected in parallel. A reload adds and removes some
 * while the others go on; once a stop has frozen the set, only the stop changes it and also takes
 * over the platforms being removed. No lock is held during a wait.
 */
public final class PlatformSet {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSet.class);
    private static final Set<PlatformState> NEED_OPERATOR =
            EnumSet.of(PlatformState.REJECTED, PlatformState.EXPIRED);
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(200);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Comparator<DisconnectTask> SHORTEST_FIRST =
            Comparator.comparing(DisconnectTask::limit);

    private final EventStream events;

    /** Copied on each change, so that readers need no lock. */
    private volatile Map<String, PlatformSupervisor> supervisors;

    /** Removed platforms that have not disconnected yet. */
    private volatile List<DisconnectTask> leaving = List.of();

    /**
     * Removed platforms that did not disconnect: their tokens stay locked until the process ends.
     */
    private volatile List<PlatformSupervisor> abandoned = List.of();

    private boolean frozen;

    public PlatformSet(List<PlatformSupervisor> enabled, EventStream events) {
        this.events = events;
        Map<String, PlatformSupervisor> byName = new LinkedHashMap<>();
        enabled.forEach(supervisor -> byName.put(supervisor.name(), supervisor));
        this.supervisors = Collections.unmodifiableMap(byName);
    }

    public void start() {
        supervisors.values().forEach(PlatformSupervisor::start);
    }

    public Optional<PlatformAdapter> adapter(String platform) {
        return Optional.ofNullable(supervisors.get(platform)).flatMap(PlatformSupervisor::adapter);
    }

    /** Returns the limits for sending to a platform. */
    public SendLimits sendLimits(String platform) {
        PlatformSupervisor supervisor = supervisors.get(platform);
        return supervisor == null ? SendLimits.NONE : supervisor.sendLimits();
    }

    /** Returns the format of a platform's answers that name none. */
    public TextFormat format(String platform) {
        PlatformSupervisor supervisor = supervisors.get(platform);
        return supervisor == null ? TextFormat.MARKDOWN : supervisor.format();
    }

    /**
     * Returns the status of the running platforms and of removed ones that still hold their token.
     */
    public List<PlatformStatus> statuses() {
        Map<String, PlatformStatus> all = new LinkedHashMap<>();
        Stream.of(supervisors.values(), supervisorsOf(leaving), abandoned)
                .flatMap(Collection::stream)
                .forEach(each -> all.putIfAbsent(each.name(), each.status()));
        return List.copyOf(all.values());
    }

    private static List<PlatformSupervisor> supervisorsOf(List<DisconnectTask> tasks) {
        return tasks.stream().map(DisconnectTask::supervisor).toList();
    }

    /** Replaces the rules of who may talk to a platform, from the next message on. */
    public void setAccess(String platform, AccessPolicy access) {
        Optional.ofNullable(supervisors.get(platform)).ifPresent(each -> each.setAccess(access));
    }

    /** Returns the loops that serve the platforms. */
    public List<SupervisedLoop> loops() {
        return supervisors.values().stream().map(PlatformSupervisor::loop).toList();
    }

    public void refresh() {
        supervisors.values().forEach(PlatformSupervisor::refresh);
    }

    /** Returns whether each platform has connected or reported why it has not. */
    public boolean isSettled() {
        return states().stream().noneMatch(state -> state == PlatformState.CONNECTING);
    }

    /** Returns the number of platforms that wait for a token of another process. */
    public long waitingForToken() {
        return states().stream().filter(state -> state == PlatformState.WAITING_FOR_TOKEN).count();
    }

    public boolean allConnected() {
        return states().stream().allMatch(state -> state == PlatformState.CONNECTED);
    }

    public boolean anyConnected() {
        return states().stream().anyMatch(state -> state == PlatformState.CONNECTED);
    }

    /** Returns whether no abandoned platform remains that might still be active. */
    public boolean noneAbandoned() {
        return statuses().stream().noneMatch(each -> each.state() == PlatformState.ABANDONED);
    }

    /** Returns whether there are platforms and the latest answer of each one needs the operator. */
    public boolean allRefused() {
        List<PlatformState> states = states();
        return !states.isEmpty() && NEED_OPERATOR.containsAll(states);
    }

    /**
     * Returns whether each platform has been refused often enough to count as permanently rejected.
     */
    public boolean allRejected() {
        return !supervisors.isEmpty()
                && supervisors.values().stream()
                        .allMatch(PlatformSupervisor::isPermanentlyRejected);
    }

    public boolean isEmpty() {
        return supervisors.isEmpty();
    }

    private List<PlatformState> states() {
        return supervisors.values().stream().map(PlatformSupervisor::state).toList();
    }

    /** Adds and starts a platform, whose name must be free; returns false if a stop was quicker. */
    public synchronized boolean add(PlatformSupervisor added) {
        if (frozen) {
            return false;
        }
        Map<String, PlatformSupervisor> changed = new LinkedHashMap<>(supervisors);
        changed.put(added.name(), added);
        supervisors = Collections.unmodifiableMap(changed);
        added.start();
        return true;
    }

    /**
     * Removes these platforms and stops their intake; answers from now on wait for another adapter
     * of the same name. The result is empty if a stop was quicker.
     */
    public List<DisconnectTask> remove(Collection<String> names) {
        List<DisconnectTask> tasks = new ArrayList<>();
        synchronized (this) {
            if (frozen) {
                return List.of();
            }
            Map<String, PlatformSupervisor> rest = new LinkedHashMap<>(supervisors);
            for (String name : names) {
                Optional.ofNullable(rest.remove(name))
                        .map(DisconnectTask::new)
                        .ifPresent(tasks::add);
            }
            supervisors = Collections.unmodifiableMap(rest);
            leaving = joined(leaving, tasks);
        }
        tasks.forEach(task -> task.supervisor().stopIntake());
        return tasks;
    }

    /**
     * Disconnects removed platforms in parallel and releases their tokens; one that exceeds its
     * limit is abandoned. A stop takes over the rest.
     *
     * @param moving called at least about once a second
     */
    public void disconnectRemoved(List<DisconnectTask> tasks, Runnable moving)
            throws InterruptedException {
        tasks.forEach(DisconnectTask::start);
        for (DisconnectTask task : tasks.stream().sorted(SHORTEST_FIRST).toList()) {
            while (!task.isOver() && !task.isDue()) {
                moving.run();
                task.await(Deadline.after(SLICE));
            }
            if (!task.hasDisconnected()) {
                task.interrupt();
                task.awaitEnd(Deadline.after(INTERRUPT_GRACE));
            }
            finish(task);
        }
    }

    private void finish(DisconnectTask task) {
        boolean gone = task.hasDisconnected();
        synchronized (this) {
            if (frozen) {
                return;
            }
            leaving = leaving.stream().filter(each -> each != task).toList();
            if (!gone) {
                abandoned = joined(abandoned, List.of(task.supervisor()));
            }
        }
        if (gone) {
            task.supervisor().releaseToken();
        } else {
            abandon(task);
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Refuses to add or remove platforms from now on. */
    public synchronized void freeze() {
        frozen = true;
    }

    public void stopIntake() {
        supervisors.values().forEach(PlatformSupervisor::stopIntake);
        leaving.forEach(task -> task.supervisor().stopIntake());
    }

    /**
     * Disconnects all platforms in parallel and abandons those that exceed their limit.
     *
     * @param stop shortens the wait at a further request
     * @param shortenedLimit the limit of all of them together from then on
     */
    public void disconnect(StopRequest stop, Duration shortenedLimit) {
        // Each is interrupted when its own limit has passed: the shortest limit first.
        List<DisconnectTask> tasks =
                Stream.concat(
                                leaving.stream(),
                                supervisors.values().stream().map(DisconnectTask::new))
                        .sorted(SHORTEST_FIRST)
                        .toList();
        tasks.forEach(DisconnectTask::start);
        var wait = new DisconnectWait(stop, shortenedLimit);
        for (DisconnectTask task : tasks) {
            wait.await(task);
            if (!task.hasDisconnected()) {
                task.interrupt();
            }
        }
        Deadline grace = Deadline.after(INTERRUPT_GRACE);
        for (DisconnectTask task : tasks) {
            if (!task.hasDisconnected()) {
                wait.awaitAfterInterrupt(task, grace);
            }
            if (!task.hasDisconnected()) {
                abandon(task);
            }
        }
    }

    private void abandon(DisconnectTask task) {
        PlatformSupervisor left = task.supervisor();
        left.abandon();
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

    public void releaseTokens() {
        supervisors.values().forEach(PlatformSupervisor::releaseToken);
        supervisorsOf(leaving).forEach(PlatformSupervisor::releaseToken);
    }
}
