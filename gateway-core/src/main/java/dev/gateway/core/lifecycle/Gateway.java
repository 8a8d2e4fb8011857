package dev.gateway.core.lifecycle;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.ShutdownBudget;
import dev.gateway.core.control.Words;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.HomeFolder;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.SqliteJournal;
import dev.gateway.core.message.Dispatcher;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a gateway: start in order, run, stop in reverse order. {@link #run()} is called once,
 * on a thread that may be interrupted by the {@link StopRequest}. The instance lock is never
 * released here: the process that runs a gateway ends after it, and the kernel passes the lock on.
 */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** What a disconnect gets after somebody asked a second time. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    /** How long a start with a connected platform waits for the others before it is degraded. */
    private static final Duration SLOW_ONES = Duration.ofSeconds(5);

    private final GatewaySetup setup;
    private final EventStream events;
    private final StopRequest stop;
    private final HomeEntry entry;
    private final StateFile stateFile;
    private final Instant began;
    private final Object changes = new Object();
    private GatewayState state = GatewayState.STARTING;
    private volatile PlatformSet platforms;
    private volatile Journal journal;
    private volatile Dispatcher dispatcher;
    private Ticker ticker;

    /** A gateway that has not begun. */
    public Gateway(GatewaySetup setup) {
        this.setup = setup;
        this.events = setup.events();
        this.stop = setup.stop();
        this.entry = new HomeEntry(setup);
        this.stateFile = new StateFile(setup.home().state());
        this.began = setup.machine().clock().instant();
        this.platforms = new PlatformSet(List.of(), events);
    }

    /**
     * Runs until a stop is requested.
     *
     * @return how the process is to end
     * @throws StartFailure if it did not come up; everything is undone then
     */
    public ExitCode run() throws StartFailure {
        stop.bindToCurrentThread();
        events.add(this::onEvent);
        try {
            entry.enter();
            openJournal();
            startPlatforms();
            awaitPlatforms();
            stop.await();
            stop(GatewayState.STOPPED);
            return stop.code();
        } catch (InterruptedException e) {
            LOG.info("Stopped during start-up ({}).", stop.reason().orElse("interrupted"));
            stop(GatewayState.STOPPED);
            return stop.code();
        } catch (StartFailure e) {
            events.publish(
                    EventType.START_FAILED, "code", e.code().number(), "error", e.getMessage());
            stop(GatewayState.FAILED);
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("Internal error: {}", e, e);
            stop(GatewayState.FAILED);
            throw new StartFailure(ExitCode.INTERNAL, "Internal error: " + e + "; see the log.", e);
        }
    }

    private void openJournal() throws StartFailure, InterruptedException {
        Path file = setup.home().journal();
        try {
            journal =
                    SqliteJournal.open(
                            file, JournalSettings.defaults(), setup.machine().clock(), events);
        } catch (NewerJournalException e) {
            throw new StartFailure(ExitCode.CONFIG, e.getMessage(), e);
        } catch (IOException e) {
            throw StartFailure.of(e, file);
        }
        checkStop();
        dispatcher =
                new Dispatcher(
                        journal,
                        setup.handler()
                                .apply(
                                        new HandlerContext(
                                                setup.home().folder(),
                                                setup.home().media(),
                                                journal.history())),
                        name -> platforms.adapter(name),
                        HandlerFactory.settings(setup.config().handler()),
                        setup.machine().clock(),
                        events);
        dispatcher.start();
    }

    private void startPlatforms() throws StartFailure, InterruptedException {
        List<PlatformSupervisor> enabled = new ArrayList<>();
        for (PlatformConfig config : setup.config().platforms().values()) {
            if (!config.enabled()) {
                continue;
            }
            Path media = setup.home().media().resolve(config.name());
            try {
                HomeFolder.create(media);
            } catch (IOException e) {
                throw StartFailure.of(e, media);
            }
            enabled.add(
                    new PlatformSupervisor(
                            config,
                            setup.factories().get(config.type()),
                            journal,
                            media,
                            setup.tokens(),
                            setup.config().tokenWait(),
                            setup.machine().clock(),
                            events));
        }
        if (enabled.isEmpty()) {
            LOG.warn("No platform is enabled in the config; nothing to serve.");
        }
        checkStop();
        platforms = new PlatformSet(enabled, events);
        ticker = new Ticker(this::refresh, entry.guard()::look);
        ticker.start();
        platforms.start();
    }

    /** Up as soon as each platform has connected or said why not; ready with the first one. */
    private void awaitPlatforms() throws StartFailure, InterruptedException {
        Deadline window = Deadline.in(setup.config().tokenWait());
        Deadline slowOnes = window.orIn(SLOW_ONES);
        synchronized (changes) {
            while (!platforms.isSettled() && !window.passed()) {
                if (platforms.anyConnected() && slowOnes.passed()) {
                    break;
                }
                await(slowOnes.passed() ? window : slowOnes);
            }
        }
        if (!platforms.allHopeless()) {
            reassess();
        }
        synchronized (changes) {
            while (!platforms.isEmpty() && !platforms.anyConnected()) {
                if (platforms.allHopeless()) {
                    throw new StartFailure(
                            ExitCode.CONFIG,
                            "No platform accepted its credentials: " + complaints(),
                            null);
                }
                if (window.passed()) {
                    throw new StartFailure(
                            ExitCode.TRY_AGAIN,
                            "No platform could be reached within %s: %s"
                                    .formatted(
                                            Words.duration(setup.config().tokenWait()),
                                            complaints()),
                            null);
                }
                await(window);
            }
        }
        reassess();
        events.publish(EventType.READY);
    }

    private void await(Deadline window) throws InterruptedException {
        checkStop();
        changes.wait(Math.max(1, window.remaining().toMillis()));
    }

    private void checkStop() throws InterruptedException {
        if (stop.isRequested() || Thread.interrupted()) {
            throw new InterruptedException("asked to stop");
        }
    }

    private String complaints() {
        return platforms.statuses().stream()
                .map(
                        platform ->
                                platform.name()
                                        + ": "
                                        + platform.error().orElse(platform.state().wireName()))
                .collect(Collectors.joining("; "));
    }

    private void onEvent(LifecycleEvent event) {
        if (event.type() == EventType.PLATFORM_STATE_CHANGED) {
            synchronized (changes) {
                changes.notifyAll();
            }
            Ticker current = ticker;
            if (current != null) {
                current.soon();
            }
        }
    }

    /** Once a second, and after each change of a platform. */
    private void refresh() {
        platforms.refresh();
        synchronized (this) {
            if (state.isUp()) {
                reassess();
            }
            stateFile.write(snapshot());
        }
    }

    private void reassess() {
        boolean whole =
                platforms.allConnected()
                        && Optional.ofNullable(journal).flatMap(Journal::replaced).isEmpty();
        become(whole ? GatewayState.RUNNING : GatewayState.DEGRADED);
    }

    private synchronized void become(GatewayState next) {
        if (!state.mayBecome(next)) {
            return;
        }
        state = next;
        if (entry.isEntered()) {
            stateFile.write(snapshot());
        }
        events.publish(EventType.STATE_CHANGED, "state", next.wireName());
    }

    /** Undoes what was done so far, in reverse; every wait in it is bounded. */
    private void stop(GatewayState end) {
        if (!entry.isEntered()) {
            stop.unbind(); // nothing was begun, and nothing here is ours to touch
            return;
        }
        ShutdownBudget budget =
                stop.isShortened()
                        ? setup.config().budget().shortened(IMPATIENT)
                        : setup.config().budget();
        Watchdog watchdog = new Watchdog(setup.halt(), this::lastWords);
        watchdog.arm(budget.total());
        events.publish(
                EventType.STOP_REQUESTED,
                "reason",
                stop.reason().orElse("start failed"),
                "budget_ms",
                budget.total().toMillis());
        become(GatewayState.DRAINING);
        platforms.stopIntake();
        events.publish(EventType.INTAKE_STOPPED);
        drain(budget.drain());
        become(GatewayState.STOPPING);
        closeQuietly(dispatcher);
        platforms.disconnect(stop, IMPATIENT);
        events.publish(EventType.PLATFORMS_DISCONNECTED);
        platforms.releaseTokens();
        events.publish(EventType.TOKENS_RELEASED);
        stop.unbind(); // no interrupt may reach the files
        if (journal != null) {
            closeQuietly(journal);
            events.publish(EventType.JOURNAL_CLOSED);
        }
        if (ticker != null) {
            ticker.stop();
        }
        become(end);
        entry.leave();
        events.publish(EventType.STOPPED, "code", stop.code().number());
        watchdog.disarm();
    }

    private void drain(Duration within) {
        boolean done = true;
        if (dispatcher != null) {
            Thread.interrupted(); // the request that led here
            try {
                done = !stop.isShortened() && dispatcher.drain(within);
            } catch (InterruptedException e) {
                done = false;
                events.publish(EventType.STOP_SHORTENED);
            }
        }
        if (!done) {
            LOG.warn("Not all messages in flight were finished; they are kept for the next start.");
        }
        events.publish(EventType.DRAIN_FINISHED, "complete", done);
    }

    private void lastWords() {
        events.publish(EventType.WATCHDOG_FIRED);
        platforms.statuses().stream()
                .filter(platform -> platform.state() == PlatformState.DISCONNECTING)
                .forEach(platform -> LOG.error("{} still disconnects.", platform.name()));
        entry.leave();
    }

    private static void closeQuietly(AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("Closing failed: {}", e.getMessage(), e);
        }
    }

    private StateSnapshot snapshot() {
        Optional<PidRecord> record = entry.record();
        boolean over = state == GatewayState.STOPPED || state == GatewayState.FAILED;
        Optional<Long> pid = over ? Optional.empty() : record.map(PidRecord::pid);
        Optional<Instant> startedAt = record.flatMap(PidRecord::startedAt);
        return new StateSnapshot(
                state,
                pid,
                setup.home().toString(),
                startedAt,
                Optional.of(setup.identity().version()),
                new StateSnapshot.InstanceFacts(
                        over ? "free" : "held", pid, over ? "absent" : "live", Optional.empty()),
                statuses(),
                journal == null ? MessageCounts.NONE : journal.counts(),
                setup.identity().supervisor());
    }

    private List<PlatformStatus> statuses() {
        var running =
                platforms.statuses().stream()
                        .collect(Collectors.toMap(PlatformStatus::name, status -> status));
        return setup.config().platforms().values().stream()
                .map(
                        config ->
                                Optional.ofNullable(running.get(config.name()))
                                        .orElseGet(() -> idle(config)))
                .toList();
    }

    private PlatformStatus idle(PlatformConfig config) {
        return new PlatformStatus(
                config.name(),
                config.type(),
                config.enabled() ? PlatformState.CONNECTING : PlatformState.DISABLED,
                began,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
