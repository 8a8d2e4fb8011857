package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.message.Dispatcher;
import dev.gateway.core.notify.NoticeSender;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.reload.ReloadLoop;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.shutdown.Watchdog;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.SuccessorPolls;
import dev.gateway.core.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop of a gateway: undoes the start so far, in reverse order; every wait in it is bounded.
 * With the home it first finishes all messages. Without it, beside its successor, it passes each
 * platform on at once, finishes only what its handlers have, and leaves the answers in the journal.
 */
final class StopSequence {

    private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

    /** The time for all disconnects after a second stop request. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    /** The wait for the successor's registration to show in this process's view. */
    private static final Duration SUCCESSOR_SHOWN = Duration.ofSeconds(1);

    private static final Duration COUNT_INTERVAL = Duration.ofMillis(250);

    private final StopRequest stop;
    private final EventStream events;
    private final HomeOwnership entry;
    private final Watchdog watchdog;
    private final Path trail;
    private final ShutdownBudget budget;
    private final Parts parts;
    private final Consumer<GatewayState> transition;
    private boolean passedOn;

    /**
     * The parts that were started; empty where the start did not get to them.
     *
     * @param handover present once the platforms were started
     * @param placement present among several hosts
     */
    record Parts(
            LivenessMonitor monitor,
            PlatformSet platforms,
            Optional<ReloadLoop> reloads,
            Optional<Dispatcher> dispatcher,
            Optional<NoticeSender> notices,
            Optional<HolderDuties> duties,
            Optional<OutgoingSessions> outgoing,
            Optional<Journal> journal,
            Optional<MaintenanceScheduler> scheduler,
            Optional<Handover> handover,
            Optional<PlacementLoop> placement) {}

    /**
     * Creates the sequence.
     *
     * @param passedOn whether the home is the successor's already
     */
    StopSequence(
            GatewaySetup setup,
            HomeOwnership entry,
            Watchdog watchdog,
            Parts parts,
            Consumer<GatewayState> transition,
            boolean passedOn) {
        this.stop = setup.stop();
        this.events = setup.events();
        this.entry = entry;
        this.watchdog = watchdog;
        this.trail = setup.home().events();
        this.budget = budget(setup);
        this.parts = parts;
        this.transition = transition;
        this.passedOn = passedOn;
    }

    /** Returns the budget of a stop that begins now. */
    static ShutdownBudget budget(GatewaySetup setup) {
        return setup.stop().isShortened()
                ? setup.config().budget().shortened(IMPATIENT)
                : setup.config().budget();
    }

    /**
     * Stops.
     *
     * @return whether nothing is left that might still use the home or a token
     */
    boolean run(GatewayState end, ExitCode code) {
        watchdog.arm(budget.total());
        parts.monitor().stop(); // From here on they end, guarded by the watchdog.
        parts.reloads().ifPresent(ReloadLoop::stop);
        parts.platforms().freeze();
        parts.placement().ifPresent(PlacementLoop::stop);
        transition.accept(GatewayState.DRAINING);
        Deadline drainEnd = Deadline.after(budget.drain());
        boolean drained = passedOn ? finishBeside(drainEnd) : finishAlone(drainEnd);
        events.publish(EventType.drainFinished(drained));
        transition.accept(GatewayState.STOPPING);
        parts.dispatcher().ifPresent(StopSequence::closeQuietly);
        parts.platforms().disconnect(stop, IMPATIENT);
        events.publish(EventType.PLATFORMS_DISCONNECTED);
        parts.platforms().releaseTokens();
        events.publish(EventType.TOKENS_RELEASED);
        stop.unbind(); // No interrupt may reach the files.
        parts.notices().ifPresent(StopSequence::closeQuietly);
        parts.duties().ifPresent(HolderDuties::close);
        parts.outgoing().ifPresent(OutgoingSessions::stop);
        parts.journal()
                .ifPresent(
                        journal -> {
                            closeQuietly(journal);
                            events.publish(EventType.JOURNAL_CLOSED);
                        });
        parts.scheduler().ifPresent(MaintenanceScheduler::stop);
        transition.accept(end);
        entry.endSession();
        entry.removeOwnPidFile();
        events.publish(EventType.stopped(code.number()));
        return drained && parts.platforms().noneAbandoned();
    }

    /** Finishes without a successor; the accounts that other hosts can have go there first. */
    private boolean finishAlone(Deadline end) {
        List<String> going = parts.placement().map(PlacementLoop::handedOn).orElse(List.of());
        if (going.isEmpty()) {
            return drain(end);
        }
        parts.placement().get().membership().markOutgoing();
        boolean all = parts.platforms().running().size() == going.size();
        if (all) {
            stopClaiming(parts.dispatcher().orElseThrow());
        }
        parts.platforms().handOver(going, stop, IMPATIENT);
        if (!all) {
            return drain(end); // The others are sent what is left for them.
        }
        events.publish(EventType.INTAKE_STOPPED);
        return finishInFlight(parts.dispatcher().get(), end, "other hosts handle them again");
    }

    /** Finishes all messages, unless a successor comes meanwhile. */
    private boolean drain(Deadline end) {
        parts.platforms().stopIntake();
        events.publish(EventType.INTAKE_STOPPED);
        boolean done = parts.dispatcher().isEmpty() || drain(parts.dispatcher().get(), end);
        if (passedOn) {
            return finishBeside(end);
        }
        if (!done) {
            LOG.warn("Not all messages in flight were finished; they are kept for the next start.");
        }
        return done;
    }

    private boolean drain(Dispatcher dispatcher, Deadline end) {
        Thread.interrupted(); // The request that led here.
        try {
            while (!stop.isShortened()) {
                Dispatcher.Drained result =
                        dispatcher.drain(end.remaining(), this::isBesideOthers, this::isAwaited);
                if (result != Dispatcher.Drained.LEFT) {
                    return result == Dispatcher.Drained.WHOLE;
                }
                watchdog.rearm(withHandover(budget.total()));
                passedOn = parts.handover().get().passOn(withHandover(budget.total()));
                if (passedOn) {
                    return false;
                }
            }
            return false;
        } catch (InterruptedException e) {
            return false;
        } finally {
            reportShortened();
        }
    }

    /** Returns the time within which a process ends that waits for its successor first. */
    static Duration withHandover(Duration total) {
        return Handover.READY_WAIT.plus(total);
    }

    private boolean isBesideOthers() {
        return parts.outgoing().filter(each -> !each.isEmpty()).isPresent();
    }

    private boolean isAwaited() {
        return parts.handover().filter(Handover::isWanted).isPresent();
    }

    private void reportShortened() {
        if (stop.isShortened()) {
            events.publish(EventType.STOP_SHORTENED);
            parts.outgoing().ifPresent(OutgoingSessions::shorten);
        }
    }

    /** Finishes what the handlers have, beside the successor, which has the rest. */
    private boolean finishBeside(Deadline end) {
        watchdog.rearm(budget.total());
        entry.markOutgoing(budget.total());
        var successor = new SuccessorPolls(trail, ProcessHandle.current().pid());
        Dispatcher dispatcher = parts.dispatcher().orElseThrow();
        stopClaiming(dispatcher);
        parts.placement().ifPresent(StopSequence::awaitSuccessor);
        entry.session().markInFlight(dispatcher.inFlight()); // A platform may take its time.
        parts.platforms().handOver(stop, IMPATIENT, successor);
        events.publish(EventType.INTAKE_STOPPED);
        entry.session().markInFlight(dispatcher.inFlight());
        events.publish(EventType.outgoing(dispatcher.inFlight(), budget.total()));
        return finishInFlight(dispatcher, end, "the successor handles them again");
    }

    private static void stopClaiming(Dispatcher dispatcher) {
        Thread.interrupted();
        try {
            dispatcher.stopClaiming();
        } catch (InterruptedException e) {
            // A further stop request, which the waits that follow apply.
        }
    }

    /** Waits until this process can see what the successor of its home can have. */
    private static void awaitSuccessor(PlacementLoop placement) {
        placement.membership().markOutgoing();
        try {
            placement.awaitSuccessor(SUCCESSOR_SHOWN);
        } catch (InterruptedException e) {
            // A further stop request, which the waits that follow apply.
        }
    }

    private boolean finishInFlight(Dispatcher dispatcher, Deadline end, String what) {
        boolean done = false;
        Thread.interrupted();
        try {
            done = !stop.isShortened() && finish(dispatcher, end);
        } catch (InterruptedException e) {
            done = false;
        }
        reportShortened();
        if (!done) {
            LOG.warn("Not all messages in flight were finished; {}.", what);
        }
        return done;
    }

    /** Waits in slices, to tell others how much is left. */
    private boolean finish(Dispatcher dispatcher, Deadline end) throws InterruptedException {
        while (!end.isExpired()) {
            if (dispatcher.awaitFinished(end.orAfter(COUNT_INTERVAL).remaining())) {
                break;
            }
            entry.session().markInFlight(dispatcher.inFlight());
        }
        return dispatcher.finish(end.remaining());
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception | Error e) {
            LOG.warn("Closing failed: {}", e.getMessage(), e);
        }
    }
}
