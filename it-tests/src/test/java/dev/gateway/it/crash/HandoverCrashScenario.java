package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A handover under chat with a crash of one of the two gateways: of the predecessor from its stop
 * request on, or of the successor from its start. The remaining gateway serves; if there is none,
 * the next round starts one, without any repair.
 */
final class HandoverCrashScenario implements CrashScenario {

    private final HandoverMode mode;
    private final boolean ofPredecessor;
    private Optional<CrashInjection> running = Optional.empty();

    HandoverCrashScenario(HandoverMode mode, boolean ofPredecessor) {
        this.mode = mode;
        this.ofPredecessor = ofPredecessor;
    }

    @Override
    public String name() {
        return mode.name().toLowerCase(Locale.ROOT)
                + ", the "
                + (ofPredecessor ? "old" : "new")
                + " one";
    }

    @Override
    public Set<EventType> expected() {
        if (ofPredecessor) {
            return EnumSet.of(
                    EventType.STOP_REQUESTED,
                    EventType.HANDOVER_STARTED,
                    EventType.STATE_CHANGED,
                    EventType.INTAKE_ENDED,
                    EventType.INTAKE_STOPPED,
                    EventType.OUTGOING,
                    EventType.DRAIN_FINISHED,
                    EventType.PLATFORM_STATE_CHANGED,
                    EventType.PLATFORMS_DISCONNECTED,
                    EventType.TOKEN_RELEASED,
                    EventType.TOKENS_RELEASED,
                    EventType.JOURNAL_CLOSED,
                    EventType.STOPPED);
        }
        return EnumSet.of(
                EventType.CONFIG_VALIDATED,
                EventType.HOME_READY,
                mode.sign(),
                EventType.LOCK_ACQUIRED,
                EventType.SESSION_OPENED,
                EventType.PID_FILE_PUBLISHED,
                EventType.JOURNAL_OPENED,
                EventType.TOKEN_ACQUIRED,
                EventType.PLATFORM_STATE_CHANGED,
                EventType.STATE_CHANGED,
                EventType.READY);
    }

    @Override
    public CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException {
        testBed.chat().sendNext();
        CrashInjection old = serving(testBed);
        long pid = testBed.home().lockHolder().orElseThrow();
        CrashInjection next = testBed.inject(ofPredecessor ? CrashPlan.watch() : plan);
        if (ofPredecessor) {
            old.change(plan.from(plan.from().orElse(EventType.STOP_REQUESTED)));
        }
        Optional<RunningProcess> process = mode.start(testBed, next, pid);
        awaitOutcome(testBed, process, pid, next);
        if (!ofPredecessor) {
            // It serves, or is crashing at this moment: no injection from here on.
            next.change(CrashPlan.watch());
            awaitOutcome(testBed, process, pid, next);
        }
        verify(testBed, old, pid, next);
        return ofPredecessor ? old : next;
    }

    /** Returns the injection of the gateway from the previous round, or of a new one. */
    private CrashInjection serving(CrashTestBed testBed) throws InterruptedException {
        if (testBed.home().lockHolder().isEmpty()) {
            CrashInjection fresh = testBed.inject(CrashPlan.watch());
            testBed.reusePid();
            fresh.on(testBed.gateway()).start("run");
            running = Optional.of(fresh);
        }
        testBed.home().awaitState("running", CrashTestBed.LIMIT);
        return running.orElseThrow();
    }

    /** Waits until the successor serves, or is dead and the predecessor has decided what to do. */
    private void awaitOutcome(
            CrashTestBed testBed, Optional<RunningProcess> process, long old, CrashInjection next)
            throws InterruptedException {
        Await.until(
                () -> isSettled(testBed, process, old, next),
                CrashTestBed.LIMIT,
                () ->
                        "%s: no outcome; lock holder %s, old %d, new %s"
                                .formatted(name(), testBed.home().lockHolder(), old, next.steps()));
        if (process.isPresent() && !process.get().isAlive()) {
            testBed.awaitEnd(process.get());
        }
    }

    private static boolean isSettled(
            CrashTestBed testBed, Optional<RunningProcess> process, long old, CrashInjection next) {
        OptionalLong holder = testBed.home().lockHolder();
        Optional<Long> killed = next.killed();
        if (killed.filter(HandoverCrashScenario::isAlive).isPresent()) {
            return false; // the kernel is about to end it
        }
        if (killed.isPresent() || process.filter(one -> !one.isAlive()).isPresent()) {
            return holder.isEmpty() ? !isAlive(old) : holder.getAsLong() == old;
        }
        return holder.isPresent() && holder.getAsLong() != old && next.reached(EventType.READY);
    }

    private void verify(CrashTestBed testBed, CrashInjection old, long pid, CrashInjection next)
            throws InterruptedException {
        OptionalLong holder = testBed.home().lockHolder();
        if (ofPredecessor && (holder.isEmpty() || holder.getAsLong() == pid)) {
            throw new ExpectationFailedException(name() + ": nobody took over from " + pid);
        }
        if (holder.isEmpty()) {
            running = Optional.empty();
        } else if (holder.getAsLong() == pid) {
            running = Optional.of(old);
            if (old.reached(EventType.STOP_REQUESTED)) {
                awaitGoneOrBack(old, pid); // it was asked to stop before the successor died
            }
        } else {
            running = Optional.of(next);
        }
    }

    /** Waits until it has ended, or serves as before since the hand-over of a restart failed. */
    private void awaitGoneOrBack(CrashInjection old, long pid) throws InterruptedException {
        Await.until(
                () -> !isAlive(pid) || old.reached(EventType.HANDOVER_FAILED),
                CrashTestBed.LIMIT,
                () -> pid + " was asked to stop and did not");
        if (!isAlive(pid)) {
            running = Optional.empty();
        }
    }

    /**
     * Returns whether the kernel runs the process: a process that a command has started is reaped
     * by init.
     */
    private static boolean isAlive(long pid) {
        return ProcessStat.of(pid).filter(ProcessStat::isAlive).isPresent();
    }
}
