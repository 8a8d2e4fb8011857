package dev.gateway.core.lifecycle;

import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.SavedState;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.message.Dispatcher;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.message.HandlerStateTracker;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.SwappableHandler;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.notify.NoticePolicy;
import dev.gateway.core.notify.NoticeSender;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.reload.ConfigReloader;
import dev.gateway.core.reload.ReloadLoop;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.shutdown.Watchdog;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.StateFile;
import dev.gateway.core.status.StatusSnapshot;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a gateway: start in order, run, stop in reverse order. {@link #run()} is called once,
 * on a thread that may be interrupted by the {@link StopRequest}. The instance lock is kept to the
 * end of the process, whose last step may be {@link #release()}.
 */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** The time that a start waits for another process that has the journal locked. */
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);

    /** The time for all disconnects after a second stop request. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    /** The budget of a stop after a loop has failed for good. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(10);

    private final GatewaySetup setup;
    private final EventStream events;
    private final StopRequest stop;
    private final HomeOwnership entry;
    private final StateFile stateFile;
    private final SnapshotBuilder view;
    private final ReadinessGate readiness;
    private final Watchdog watchdog;
    private volatile GatewayState state = GatewayState.STARTING;
    private volatile PlatformSet platforms;
    private volatile Journal journal;
    private volatile Dispatcher dispatcher;
    private volatile MaintenanceScheduler scheduler;
    private final LivenessMonitor monitor;
    private volatile boolean clean;
    private final ConfigReloader config;
    private final HandlerStateTracker stateTracker;
    private final Optional<NoticeSender> noticeSender;
    private final Optional<NoticePolicy> notices;
    private SwappableHandler handler;
    private ReloadLoop reloads;
    private MediaSweeper sweep;

    /** Creates a gateway that is not started. */
    public Gateway(GatewaySetup setup) {
        this.setup = setup;
        this.events = setup.events();
        this.stop = setup.stop();
        this.entry = new HomeOwnership(setup);
        this.stateFile = new StateFile(setup.home().state(), setup.machine().clock());
        this.view = new SnapshotBuilder(setup, entry);
        this.readiness =
                new ReadinessGate(stop, setup.config().tokenWait(), setup.config().firstContact());
        this.watchdog = new Watchdog(setup.halt(), this::onWatchdogExpired);
        this.platforms = new PlatformSet(List.of(), events);
        this.config = new ConfigReloader(setup.reloading(), setup.events(), setup.config());
        this.monitor =
                new LivenessMonitor(
                        () -> platforms.loops(),
                        System::nanoTime,
                        this::onLoopProblem,
                        this::endFor);
        this.noticeSender =
                setup.config()
                        .notices()
                        .map(to -> new NoticeSender(to, setup.home().folder(), () -> journal));
        this.notices =
                noticeSender.map(
                        sender ->
                                new NoticePolicy(
                                        setup.home().toString(),
                                        setup.machine().clock(),
                                        System::nanoTime,
                                        sender::send));
        this.stateTracker =
                new HandlerStateTracker(
                        setup.config().handler().type(), setup.machine().clock(), events);
    }

    /**
     * Runs until a stop is requested.
     *
     * @return the exit code of the process
     * @throws StartupException if it did not start; everything is undone then
     */
    public ExitCode run() throws StartupException {
        stop.bindToCurrentThread();
        // From the request on, not from the first step of the stop: the process ends whatever the
        // start hangs in.
        stop.onFirst(() -> watchdog.arm(setup.config().budget().total()));
        events.add(this::onEvent);
        try {
            watchdog.prepare();
            start();
            stop.await();
            stop(GatewayState.STOPPED, stop.code());
            return stop.code();
        } catch (InterruptedException e) {
            return stoppedWhileStarting();
        } catch (StartupException e) {
            if (stop.isRequested()) {
                LOG.warn("{}", e.getMessage());
                return stoppedWhileStarting();
            }
            events.publish(EventType.startFailed(e.code().number(), e.getMessage()));
            tellDown(e.getMessage());
            stop(GatewayState.FAILED, e.code());
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("Internal error: {}", e, e);
            tellDown("internal error: " + e);
            stop(GatewayState.FAILED, ExitCode.INTERNAL);
            throw new StartupException(
                    ExitCode.INTERNAL, "Internal error: " + e + "; see the log.", e);
        } finally {
            watchdog.disarm();
        }
    }

    /**
     * Releases the home to the next waiting process. Must be the very last step of the process: the
     * kernel would do it too, but only when every thread of the process has ended. Does nothing if
     * a component that may still use the home was left behind, or if {@link #run()} is not over;
     * the home is free at the end of the process then.
     */
    public void release() {
        if (clean) {
            entry.release();
        }
    }

    /**
     * Returns the problem of a loop of this gateway, in one line; empty while all work, and while
     * there are none. For watchdogs: failures with an external cause, where a restart would not
     * help, are left out. Thread-safe.
     */
    public Optional<String> stuckLoop() {
        return monitor.stuck();
    }

    private void start() throws StartupException, InterruptedException {
        entry.acquire();
        notices.ifPresent(each -> each.resumeFrom(SavedState.read(setup.home())));
        writeState(); // Readers must not take the state of the previous run for this one's.
        stop.check();
        openJournal();
        startPlatforms();
        readiness.awaitSettled(platforms);
        if (!platforms.allRefused()) {
            reassess();
        }
        readiness.awaitConnected(platforms);
        reassess();
        startReloads();
        monitor.watch(scheduler.loop());
        monitor.watch(dispatcher.loop());
        monitor.watch(reloads.loop());
        monitor.start();
        events.publish(EventType.READY);
    }

    private void tellDown(String why) {
        if (entry.isEntered()) {
            notices.ifPresent(each -> each.reportShutdown(why));
        }
    }

    private ExitCode stoppedWhileStarting() {
        LOG.info("Stopped during start-up ({}).", stop.reason().orElse("interrupted"));
        stop(GatewayState.STOPPED, stop.code());
        return stop.code();
    }

    private void openJournal() throws StartupException, InterruptedException {
        Path file = setup.home().journal();
        Deadline deadline = Deadline.after(JOURNAL_WAIT);
        while (journal == null) {
            try {
                journal =
                        SqliteJournal.open(
                                file,
                                JournalSettings.defaults(),
                                setup.machine().clock(),
                                events,
                                () -> LostJournalCheck.isIn(setup.home().events()));
            } catch (NewerJournalException e) {
                throw new StartupException(ExitCode.CONFIG, e.getMessage(), e);
            } catch (JournalException e) {
                boolean passing = e.kind() == JournalException.Kind.PASSING;
                if (!passing || deadline.isExpired()) {
                    throw StartupException.of(e);
                }
                LOG.warn("{} Waiting for it.", e.getMessage());
            } catch (IOException e) {
                throw StartupException.of(e, file);
            }
            stop.check();
        }
        stop.check();
        DispatcherSettings settings = HandlerFactory.settings(setup.config().handler());
        handler =
                new SwappableHandler(
                        handler(setup.config().handler()),
                        settings.deadline().plus(settings.grace()));
        dispatcher =
                new Dispatcher(
                        journal,
                        handler,
                        name -> platforms.adapter(name),
                        name -> platforms.sendLimits(name),
                        name -> platforms.format(name),
                        setup.home().media()::resolve,
                        settings,
                        setup.machine().clock(),
                        events,
                        stateTracker);
        dispatcher.start();
    }

    private MessageHandler handler(HandlerConfig wanted) {
        return setup.handler()
                .apply(
                        wanted,
                        new HandlerContext(
                                setup.home().folder(), setup.home().media(), journal.history()));
    }

    /** An earlier request is fulfilled now: the file may have changed since the start. */
    private void startReloads() {
        var parts =
                new ConfigReloader.Parts(
                        platforms, supervisors(), handler, stateTracker, this::handler, dispatcher);
        reloads =
                new ReloadLoop(
                        setup.reloading().request(),
                        round -> {
                            config.reload(round, parts, reloads);
                            scheduler.runNow();
                        });
        reloads.start();
    }

    private PlatformSupervisorFactory supervisors() {
        return new PlatformSupervisorFactory(
                setup.home().media(),
                setup.factories(),
                journal,
                setup.tokens(),
                setup.config().tokenWait(),
                setup.machine().clock(),
                events,
                setup.warmUp()::beforeToken);
    }

    private void startPlatforms() throws StartupException, InterruptedException {
        List<PlatformSupervisor> enabled = new ArrayList<>();
        var supervisors = supervisors();
        for (PlatformConfig platform : setup.config().platforms().values()) {
            if (!platform.enabled()) {
                continue;
            }
            try {
                enabled.add(supervisors.create(platform));
            } catch (IOException e) {
                throw StartupException.of(e, supervisors.media(platform));
            }
        }
        if (enabled.isEmpty()) {
            LOG.warn("No platform is enabled in the config; nothing to serve.");
        }
        stop.check();
        platforms = new PlatformSet(enabled, events);
        scheduler = new MaintenanceScheduler(this::refresh, entry.guard()::check);
        scheduler.start();
        platforms.start();
        sweep = new MediaSweeper(setup.home().media(), journal, setup.machine().clock());
        sweep.start();
    }

    private void onEvent(LifecycleEvent event) {
        if (event.type() == EventType.HANDLER_FAILING
                || event.type() == EventType.HANDLER_RECOVERED) {
            MaintenanceScheduler current = scheduler;
            if (current != null) {
                current.runNow();
            }
        }
        if (event.type() == EventType.PLATFORM_STATE_CHANGED) {
            readiness.changed();
            MaintenanceScheduler current = scheduler;
            if (current != null) {
                current.runNow();
            }
            Dispatcher waiting = dispatcher;
            if (waiting != null) {
                waiting.wake(event.text(EventField.PLATFORM));
            }
        }
    }

    /** Called once a second, and after each change of a platform. */
    private void refresh() {
        setup.reloading().sighupHandler().checkTerminal();
        platforms.refresh();
        synchronized (this) {
            if (state.isUp()) {
                reassess();
            }
            writeState();
        }
        notices.ifPresent(each -> each.observe(snapshot()));
    }

    private void reassess() {
        boolean whole =
                platforms.allConnected()
                        && monitor.problem().isEmpty()
                        && stateTracker.status().state() != HandlerState.FAILING
                        && Optional.ofNullable(journal).flatMap(Journal::replaced).isEmpty();
        transitionTo(whole ? GatewayState.RUNNING : GatewayState.DEGRADED);
    }

    private void onLoopProblem() {
        Optional<String> problem = monitor.problem();
        problem.ifPresentOrElse(
                why -> events.publish(EventType.loopFailing(why)),
                () -> events.publish(EventType.LOOP_RECOVERED));
        synchronized (this) {
            if (state.isUp()) {
                reassess();
            }
            writeState();
        }
    }

    /** The gateway would be deaf for ever; the next process answers the stored messages. */
    private void endFor(String reason) {
        LOG.error("The gateway ends, it cannot go on: {}", reason);
        watchdog.arm(LAST_STEPS);
        stop.request(reason, ExitCode.INTERNAL);
        stop.request(reason, ExitCode.INTERNAL); // A hanging loop is not waited for.
    }

    private synchronized void transitionTo(GatewayState next) {
        if (!state.mayTransitionTo(next)) {
            return;
        }
        state = next;
        writeState();
        events.publish(EventType.stateChanged(next.wireName()));
    }

    /** Not if the home may be another gateway's by now, which owns the file then. */
    private void writeState() {
        if (entry.isOurs()) {
            stateFile.write(snapshot());
        }
    }

    /**
     * Returns the present state from memory, without blocking. Callable by any thread, at any time.
     */
    public StatusSnapshot snapshot() {
        Journal open = journal;
        return view.of(
                state,
                monitor.problem(),
                config.current(),
                platforms,
                stateTracker.status(),
                open == null ? MessageCounts.NONE : open.counts(),
                open == null ? Optional.empty() : open.oldestPending());
    }

    /** Undoes the start so far, in reverse order; every wait in it is bounded. */
    private void stop(GatewayState end, ExitCode code) {
        if (!entry.isEntered()) {
            stop.unbind(); // Nothing was begun, and nothing here belongs to this process.
            return;
        }
        ShutdownBudget budget =
                stop.isShortened()
                        ? setup.config().budget().shortened(IMPATIENT)
                        : setup.config().budget();
        watchdog.arm(budget.total());
        monitor.stop(); // From here on they end, guarded by the watchdog.
        events.publish(
                EventType.stopRequested(stop.reason().orElse("start failed"), budget.total()));
        if (reloads != null) {
            reloads.stop();
        }
        platforms.freeze();
        transitionTo(GatewayState.DRAINING);
        platforms.stopIntake();
        events.publish(EventType.INTAKE_STOPPED);
        boolean drained = drain(budget.drain());
        transitionTo(GatewayState.STOPPING);
        closeQuietly(dispatcher);
        platforms.disconnect(stop, IMPATIENT);
        events.publish(EventType.PLATFORMS_DISCONNECTED);
        platforms.releaseTokens();
        events.publish(EventType.TOKENS_RELEASED);
        stop.unbind(); // No interrupt may reach the files.
        noticeSender.ifPresent(Gateway::closeQuietly);
        closeQuietly(sweep);
        if (journal != null) {
            closeQuietly(journal);
            events.publish(EventType.JOURNAL_CLOSED);
        }
        if (scheduler != null) {
            scheduler.stop();
        }
        transitionTo(end);
        entry.removeOwnPidFile();
        events.publish(EventType.stopped(code.number()));
        clean = drained && platforms.noneAbandoned();
    }

    private boolean drain(Duration within) {
        boolean done = true;
        if (dispatcher != null) {
            Thread.interrupted(); // The request that led here.
            try {
                done = !stop.isShortened() && dispatcher.drain(within);
            } catch (InterruptedException e) {
                done = false;
            }
            if (stop.isShortened()) {
                events.publish(EventType.STOP_SHORTENED);
            }
        }
        if (!done) {
            LOG.warn("Not all messages in flight were finished; they are kept for the next start.");
        }
        events.publish(EventType.drainFinished(done));
        return done;
    }

    private void onWatchdogExpired() {
        entry.removeOwnPidFile(); // First: a hanging component may delay the rest.
        events.publish(EventType.WATCHDOG_FIRED);
        platforms.statuses().stream()
                .filter(platform -> platform.state() == PlatformState.DISCONNECTING)
                .forEach(platform -> LOG.error("{} still disconnects.", platform.name()));
    }

    private static void closeQuietly(AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception | Error e) {
            LOG.warn("Closing failed: {}", e.getMessage(), e);
        }
    }
}
