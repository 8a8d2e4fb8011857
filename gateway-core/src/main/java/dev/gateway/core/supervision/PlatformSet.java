package dev.gateway.core.supervision;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.status.PlatformStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All platforms of a gateway, started and disconnected in parallel. A reload adds and removes some
 * while the others go on; once a stop has frozen the set, only the stop changes it and also takes
 * over the platforms being removed. No lock is held during a wait.
 */
public final class PlatformSet {

    private static final Set<PlatformState> NEED_OPERATOR =
            EnumSet.of(PlatformState.REJECTED, PlatformState.EXPIRED);

    private final PlatformExit exit;

    /** Copied on each change, so that readers need no lock. */
    private volatile Map<String, PlatformSupervisor> supervisors;

    /** Removed platforms that have not disconnected yet. */
    private volatile List<PlatformSupervisor> leaving = List.of();

    /**
     * Removed platforms that did not disconnect: their tokens stay locked until the process ends.
     */
    private volatile List<PlatformSupervisor> abandoned = List.of();

    private volatile AwaitedTokenWatch watch;
    private boolean frozen;

    /** A wait for answers that are being sent through one adapter of a platform. */
    @FunctionalInterface
    public interface SendingWait {

        /** Waits until none is being sent through it; returns whether that came in time. */
        boolean await(String platform, PlatformAdapter adapter, Duration within)
                throws InterruptedException;
    }

    public PlatformSet(List<PlatformSupervisor> enabled, EventStream events) {
        this.exit = new PlatformExit(events);
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
        Stream.of(supervisors.values(), leaving, abandoned)
                .flatMap(Collection::stream)
                .forEach(each -> all.putIfAbsent(each.name(), each.status()));
        return List.copyOf(all.values());
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

    /** Returns whether each platform has its token, waits for it, or has reported why it cannot. */
    public boolean areAtTokens() {
        return supervisors.values().stream().allMatch(PlatformSupervisor::isAtToken);
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
        return Stream.concat(all().stream(), abandoned.stream())
                .noneMatch(PlatformSupervisor::isLeftBehind);
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

    /** Adds and starts platforms, whose names must be free; returns false if a stop was quicker. */
    public synchronized boolean add(Collection<PlatformSupervisor> added) {
        if (frozen) {
            return false;
        }
        Map<String, PlatformSupervisor> changed = new LinkedHashMap<>(supervisors);
        added.forEach(each -> changed.put(each.name(), each));
        supervisors = Collections.unmodifiableMap(changed);
        added.forEach(PlatformSupervisor::start);
        return true;
    }

    /** Returns the platform of that name, unless it is being removed. */
    public Optional<PlatformSupervisor> running(String platform) {
        return Optional.ofNullable(supervisors.get(platform));
    }

    /** Returns the platforms that are not being removed. */
    public Collection<PlatformSupervisor> running() {
        return supervisors.values();
    }

    /**
     * Returns whether a removed platform of that name has not let go yet, or never will: its name
     * is not free.
     */
    public boolean isLettingGo(String platform) {
        return Stream.concat(leaving.stream(), abandoned.stream())
                .anyMatch(
                        each -> each.name().equals(platform) && !each.passing().hasDisconnected());
    }

    /**
     * Replaces platforms: removes some by name and adds others. A new one with the name or the
     * token of a removed one polls as soon as that one has let go. Answers from now on wait for a
     * new adapter; those on their way still leave through the removed one. A stop takes over.
     *
     * @param sending waits for the answers that are being sent
     * @param moving called at least about once a second
     */
    public void replace(
            Collection<String> names,
            List<PlatformSupervisor> added,
            SendingWait sending,
            Runnable moving)
            throws InterruptedException {
        new PlatformReplacement(this, sending, moving).run(remove(names), added);
    }

    /** Removes platforms and stops their intake; the result is empty if a stop was quicker. */
    private List<PlatformSupervisor> remove(Collection<String> names) {
        List<PlatformSupervisor> gone = new ArrayList<>();
        synchronized (this) {
            if (frozen) {
                return List.of();
            }
            Map<String, PlatformSupervisor> rest = new LinkedHashMap<>(supervisors);
            for (String name : names) {
                Optional.ofNullable(rest.remove(name)).ifPresent(gone::add);
            }
            supervisors = Collections.unmodifiableMap(rest);
            leaving = joined(leaving, gone);
        }
        gone.forEach(PlatformSupervisor::stopIntake);
        return gone;
    }

    /** Ends the watch over a removed platform whose last step is over. */
    void finish(DisconnectTask task) {
        synchronized (this) {
            if (frozen) {
                return;
            }
            leaving = leaving.stream().filter(each -> each != task.supervisor()).toList();
            if (!task.hasDisconnected()) {
                abandoned = joined(abandoned, List.of(task.supervisor()));
            }
        }
        if (!task.hasDisconnected()) {
            exit.abandon(task);
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Refuses to add or remove platforms from now on. */
    public synchronized void freeze() {
        frozen = true;
    }

    /**
     * Ends the polls of all platforms. A token that a gateway of another home waits for is passed
     * on as soon as its platform has let go, also later during the stop; its adapter stays usable
     * for sending until {@link #disconnect}.
     */
    public void stopIntake() {
        List<PlatformSupervisor> all = all();
        all.forEach(PlatformSupervisor::stopIntake);
        if (watch == null && !all.isEmpty()) {
            watch = new AwaitedTokenWatch(all.get(0).tokens(), this::all);
            watch.start();
        }
    }

    /**
     * Passes each platform on to the process that waits for its token: ends its intake, has it let
     * go, and releases the token at once; a few at a time, the others poll until their turn. The
     * adapters stay usable for sends and typing hints until {@link #disconnect}. Returns when each
     * platform is passed on or abandoned; none waits for another one that is slow. To be called
     * after {@link #freeze}, also after {@link #stopIntake}.
     *
     * @param stop shortens the wait at a further request
     * @param shortenedLimit the limit of all of them together from then on
     * @param successor what the successor polls already
     */
    public void handOver(StopRequest stop, Duration shortenedLimit, SuccessorPolls successor) {
        exit.passOn(all(), stop, shortenedLimit, successor::answered);
    }

    /**
     * Passes some platforms on to other hosts, like the other method; each keeps its place until it
     * has let go, since the next one polls with other CPUs.
     *
     * @param names the names of the platforms
     */
    public void handOver(Collection<String> names, StopRequest stop, Duration shortenedLimit) {
        Set<String> chosen = Set.copyOf(names);
        List<PlatformSupervisor> going =
                all().stream().filter(each -> chosen.contains(each.name())).toList();
        exit.passOn(
                going,
                stop,
                shortenedLimit,
                () ->
                        going.stream()
                                .filter(each -> each.passing().isOver())
                                .map(PlatformSupervisor::name)
                                .toList());
    }

    /**
     * Disconnects all platforms in parallel and abandons those that exceed their limit.
     *
     * @param stop shortens the wait at a further request
     * @param shortenedLimit the limit of all of them together from then on
     */
    public void disconnect(StopRequest stop, Duration shortenedLimit) {
        AwaitedTokenWatch last = watch;
        if (last != null) {
            last.close();
        }
        exit.disconnect(
                all().stream().filter(each -> !each.isLeftBehind()).toList(), stop, shortenedLimit);
    }

    /** Returns the platforms that run and those that are being removed. */
    private List<PlatformSupervisor> all() {
        return Stream.concat(leaving.stream(), supervisors.values().stream()).toList();
    }

    public void releaseTokens() {
        all().forEach(PlatformSupervisor::releaseToken);
    }
}
