package dev.gateway.core.lifecycle;

import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.control.HandoverRequest;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.SavedState;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.Dispatcher;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.message.HandlerStateTracker;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.SwappableHandler;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.notify.NoticePolicy;
import dev.gateway.core.notify.NoticeSender;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.reload.ConfigReloader;
import dev.gateway.core.reload.ReloadLoop;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.shutdown.Watchdog;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.StateFile;
import dev.gateway.core.status.StatusSnapshot;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import java.io.IOException;
import java.time.Duration;
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
    private boolean passing;
    private final ConfigReloader config;
    private final HandlerStateTracker stateTracker;
    private final StateAssessment assessment;
    private final Optional<NoticeSender> noticeSender;
    private final Optional<NoticePolicy> notices;
    private SwappableHandler handler;
    private ReloadLoop reloads;
    private OutgoingSessions outgoing;
    private HolderDuties duties;
    private Optional<HandoverRequest> restart = Optional.empty();
    private Handover handover;
    private volatile Optional<PlacementLoop> placement = Optional.empty();

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
        this.assessment = new StateAssessment(monitor, view, stateTracker, System::nanoTime);
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
            boolean passedOn;
            do {
                stop.await();
                announceStop();
                passedOn = handOver();
            } while (!passedOn && goesOn());
            finish(GatewayState.STOPPED, stop.code(), passedOn);
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
        readiness.awaitPassedOn(platforms, () -> !outgoing.isEmpty());
        readiness.awaitSettled(platforms);
        if (!platforms.allRefused()) {
            reassess();
        }
        readiness.awaitConnected(platforms);
        reassess();
        reloads.start(); // A request of before is fulfilled now: the file may have changed.
        monitor.watch(scheduler.loop());
        monitor.watch(dispatcher.loop());
        monitor.watch(reloads.loop());
        placement.map(PlacementLoop::loop).ifPresent(monitor::watch);
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
        if (handover == null) {
            stop(GatewayState.STOPPED, stop.code());
        } else { // It may poll and handle for long already, while a platform is slow to connect.
            announceStop();
            finish(GatewayState.STOPPED, stop.code(), handOver());
        }
        return stop.code();
    }

    private void openJournal() throws StartupException, InterruptedException {
        outgoing =
                new OutgoingSessions(
                        entry.sessions(),
                        setup.machine(),
                        events,
                        StopSequence.withHandover(setup.config().budget().total()));
        outgoing.start();
        journal = JournalOpening.open(setup, entry, () -> !outgoing.isEmpty());
        outgoing.removeEnded();
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
                        name -> PlatformStart.format(name, config.current(), platforms),
                        setup.home().media()::resolve,
                        settings,
                        setup.machine().clock(),
                        events,
                        stateTracker);
    }

    private MessageHandler handler(HandlerConfig wanted) {
        return setup.handler()
                .apply(
                        wanted,
                        new HandlerContext(
                                setup.home().folder(), setup.home().media(), journal.history()));
    }

    private ReloadLoop createReloads(PlatformSupervisorFactory supervisors) {
        var parts =
                new ConfigReloader.Parts(
                        platforms,
                        supervisors,
                        handler,
                        stateTracker,
                        this::handler,
                        dispatcher,
                        placement);
        return new ReloadLoop(
                setup.reloading().request(),
                round -> {
                    config.reload(round, parts, reloads);
                    scheduler.changed();
                });
    }

    private void startPlatforms() throws StartupException, InterruptedException {
        var made = new PlatformStart(setup, journal);
        PlatformSet created = made.create();
        stop.check();
        platforms = created;
        placement = made.placement(created, dispatcher::awaitSent);
        placement.ifPresent(view::showCluster);
        scheduler = new MaintenanceScheduler(this::refresh, this::showState, entry.guard()::check);
        scheduler.start();
        reloads = createReloads(made.supervisors());
        duties =
                new HolderDuties(
                        scheduler,
                        reloads,
                        journal,
                        () ->
                                new MediaSweeper(
                                        setup.home().media(), journal, setup.machine().clock()));
        handover =
                new Handover(
                        setup,
                        entry,
                        duties,
                        () -> HandlerFactory.mayOverlap(config.current().handler()));
        platforms.start();
        try {
            if (placement.isPresent()) {
                placement.get().begin(setup.config().enabledPlatforms());
                placement.get().start();
            }
            if (!outgoing.isEmpty()) {
                // Until then the old process handles the messages, whose answers it can send.
                handler.warmUp();
                readiness.awaitAtTokens(platforms);
            }
        } finally {
            dispatcher.start();
        }
        entry.markReady();
    }

    private void onEvent(LifecycleEvent event) {
        if (event.type() == EventType.HANDLER_FAILING
                || event.type() == EventType.HANDLER_RECOVERED) {
            MaintenanceScheduler current = scheduler;
            if (current != null) {
                current.changed();
            }
        }
        if (event.type() == EventType.PLATFORM_STATE_CHANGED) {
            readiness.changed();
            MaintenanceScheduler current = scheduler;
            if (current != null) {
                current.changed();
            }
        }
        if (event.type() == EventType.PLATFORM_STATE_CHANGED || event.type() == EventType.POLLING) {
            Dispatcher waiting = dispatcher;
            if (waiting != null) {
                waiting.wake(event.text(EventField.PLATFORM));
            }
        }
    }

    /** Called once a second. */
    private void refresh() {
        setup.reloading().sighupHandler().checkTerminal();
        platforms.refresh();
        showState();
    }

    /** Called once a second, and after changes of platforms and of the handler. */
    private void showState() {
        StatusSnapshot shown;
        synchronized (this) {
            if (StateAssessment.isUp(state)) {
                reassess();
            }
            shown = snapshot();
            writeState(shown);
        }
        notices.ifPresent(each -> each.observe(shown));
    }

    private void reassess() {
        transitionTo(assessment.of(platforms, Optional.ofNullable(journal)));
    }

    private void onLoopProblem() {
        Optional<String> problem = monitor.problem();
        problem.ifPresentOrElse(
                why -> events.publish(EventType.loopFailing(why)),
                () -> events.publish(EventType.LOOP_RECOVERED));
        synchronized (this) {
            if (StateAssessment.isUp(state)) {
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
        writeState(snapshot());
    }

    private synchronized void writeState(StatusSnapshot shown) {
        if (entry.isOurs() && !passing) {
            stateFile.write(shown);
        }
    }

    /**
     * Returns the present state from memory, without blocking. Callable by any thread, at any time.
     */
    public StatusSnapshot snapshot() {
        Journal open = journal;
        return view.of(
                state,
                monitor.problem().or(view::clusterProblem),
                config.current(),
                platforms,
                stateTracker.status(),
                open == null ? MessageCounts.NONE : open.counts(),
                open == null ? Optional.empty() : open.oldestPending());
    }

    private void announceStop() {
        watchdog.arm(setup.config().budget().total());
        events.publish(
                EventType.stopRequested(
                        stop.reason().orElse("start failed"), StopSequence.budget(setup).total()));
        restart = HandoverRequest.pending(setup.home());
        try {
            HandoverRequest.remove(setup.home());
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", setup.home().handoverRequest(), e.getMessage());
        }
    }

    /** Passes the home on if a process waits for it; returns whether it is another one's now. */
    private boolean handOver() {
        if (!handover.isWanted()) {
            return false;
        }
        Duration within = StopSequence.withHandover(setup.config().budget().total());
        watchdog.rearm(within);
        setPassing(true);
        boolean passedOn = handover.passOn(within);
        setPassing(passedOn);
        return passedOn;
    }

    /** The state is written by one process at a time: by none from here on, or by the next. */
    private synchronized void setPassing(boolean now) {
        passing = now;
    }

    /** Returns whether the successor of a restart failed, so that this stop is withdrawn. */
    private boolean goesOn() {
        if (restart.isEmpty()
                || !handover.isAllowed()
                || !handover.hasFailed(restart.get().successor())
                || !stop.withdraw()) {
            return false;
        }
        watchdog.rest();
        LOG.warn("The successor did not come up; this gateway goes on.");
        events.publish(EventType.handoverFailed("the successor did not come up", Optional.empty()));
        return true;
    }

    /** Undoes the start so far. */
    private void stop(GatewayState end, ExitCode code) {
        if (!entry.isEntered()) {
            stop.unbind(); // Nothing was begun, and nothing here belongs to this process.
            return;
        }
        announceStop();
        finish(end, code, false);
    }

    private void finish(GatewayState end, ExitCode code, boolean passedOn) {
        var parts =
                new StopSequence.Parts(
                        monitor,
                        platforms,
                        Optional.ofNullable(reloads),
                        Optional.ofNullable(dispatcher),
                        noticeSender,
                        Optional.ofNullable(duties),
                        Optional.ofNullable(outgoing),
                        Optional.ofNullable(journal),
                        Optional.ofNullable(scheduler),
                        Optional.ofNullable(handover),
                        placement);
        clean =
                new StopSequence(setup, entry, watchdog, parts, this::transitionTo, passedOn)
                        .run(end, code);
    }

    private void onWatchdogExpired() {
        entry.removeOwnPidFile(); // First: a hanging component may delay the rest.
        events.publish(EventType.WATCHDOG_FIRED);
        platforms.statuses().stream()
                .filter(platform -> platform.state() == PlatformState.DISCONNECTING)
                .forEach(platform -> LOG.error("{} still disconnects.", platform.name()));
    }
}
