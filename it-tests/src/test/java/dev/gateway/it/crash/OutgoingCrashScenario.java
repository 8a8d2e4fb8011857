package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A restart while the handler works on a message, with a crash of the old process at a step of the
 * hand-over or of its work beside the successor, of the successor at a step of its start or of its
 * life beside the old one, or of both. A second message of the same conversation waits meanwhile.
 * The next round begins with what is left, without any repair.
 */
final class OutgoingCrashScenario implements CrashScenario {

    /** The processes that crash. */
    enum Victim {
        OLD,
        SUCCESSOR,
        /** The successor, at the moment at which the old one is killed. */
        BOTH
    }

    /** Of {@code run}; 137 is that of a successor that was killed. */
    private static final Set<Integer> EXIT_CODES = Set.of(0, 70, 75, 137);

    private final Victim victim;
    private Optional<CrashInjection> running = Optional.empty();

    OutgoingCrashScenario(Victim victim) {
        this.victim = victim;
    }

    @Override
    public String name() {
        return "restart with a message in flight, " + victim.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<EventType> expected() {
        if (victim != Victim.SUCCESSOR) {
            return EnumSet.of(
                    EventType.HANDOVER_STARTED,
                    EventType.INTAKE_ENDED,
                    EventType.TOKEN_RELEASED,
                    EventType.OUTGOING,
                    EventType.MESSAGE_HANDLED,
                    EventType.JOURNAL_CLOSED,
                    EventType.STOPPED);
        }
        return EnumSet.of(
                EventType.STANDBY,
                EventType.LOCK_ACQUIRED,
                EventType.SESSION_OPENED,
                EventType.PID_FILE_PUBLISHED,
                EventType.JOURNAL_OPENED,
                EventType.READY,
                EventType.TOKEN_ACQUIRED,
                EventType.POLLING,
                EventType.MESSAGE_ACCEPTED,
                EventType.ANSWER_SENDING,
                EventType.ANSWER_SENT,
                EventType.OUTGOING_ENDED);
    }

    @Override
    public CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException {
        CrashInjection old = serving(testBed);
        long pid = testBed.home().lockHolder().orElseThrow();
        RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.SLOW);
        putInFlight(testBed);
        CrashInjection next = testBed.inject(CrashPlan.watch());
        (victim == Victim.SUCCESSOR ? next : old)
                .change(
                        victim == Victim.SUCCESSOR
                                ? plan
                                : plan.from(plan.from().orElse(EventType.HANDOVER_STARTED)));

        CommandResult restart = next.on(testBed.gateway()).run(CrashTestBed.LIMIT, "restart");
        if (!EXIT_CODES.contains(restart.exit())) {
            throw new ExpectationFailedException("undocumented exit of " + restart);
        }
        testBed.chat().sendMore();
        await(testBed, "an outcome", old, pid, next, () -> isDecided(testBed, old, pid, next));
        RareEventEnumeration.handlerAnswers(testBed);
        await(testBed, "an end", old, pid, next, () -> isSettled(testBed, old, pid, next));
        await(
                testBed,
                "answers",
                old,
                pid,
                next,
                () ->
                        testBed.chat().allAnswered()
                                        && isEndSeen(next)
                                        && isSentRecorded(testBed, next)
                                || next.killed().isPresent()
                                || testBed.home().lockHolder().isEmpty());
        old.change(CrashPlan.watch());
        next.change(CrashPlan.watch());
        await(
                testBed,
                "the death",
                old,
                pid,
                next,
                () -> next.killed().filter(OutgoingCrashScenario::isAlive).isEmpty());
        OptionalLong holder = testBed.home().lockHolder();
        running =
                holder.isEmpty() || !isAlive(holder.getAsLong())
                        ? Optional.empty()
                        : Optional.of(holder.getAsLong() == pid ? old : next);
        return victim == Victim.SUCCESSOR ? next : old;
    }

    /** Returns the injection of the gateway from the previous round, or of a new one. */
    private CrashInjection serving(CrashTestBed testBed) throws InterruptedException {
        testBed.home().write(RareEventEnumeration.config(testBed));
        if (running.isEmpty()) {
            CrashInjection fresh = testBed.inject(CrashPlan.watch());
            testBed.reusePid();
            RunningProcess run = fresh.on(testBed.gateway()).start("run");
            // The kernel may still show the lock of the one before, whose state says that it runs.
            RareEventEnumeration.await(
                    "a new gateway", () -> fresh.reached(EventType.READY) || !run.isAlive());
            if (!fresh.reached(EventType.READY)) {
                endSuccessorOfLastRound(testBed);
                return serving(testBed);
            }
            running = Optional.of(fresh);
        }
        testBed.home().awaitState("running", CrashTestBed.LIMIT);
        RareEventEnumeration.await(
                "answers",
                () -> testBed.chat().allAnswered() || testBed.home().lockHolder().isEmpty());
        if (testBed.home().lockHolder().isEmpty()) {
            running = Optional.empty(); // The kill came at the end of the last round.
            return serving(testBed);
        }
        return running.orElseThrow();
    }

    /**
     * Ends the successor that took the home only after the last round, in which the lock was free
     * for a moment: its steps are not watched.
     */
    private static void endSuccessorOfLastRound(CrashTestBed testBed) throws InterruptedException {
        long successor = testBed.home().lockHolder().orElseThrow();
        ProcessHandle.of(successor).ifPresent(ProcessHandle::destroyForcibly);
        RareEventEnumeration.await("the end of the successor", () -> !isAlive(successor));
    }

    private static void putInFlight(CrashTestBed testBed) throws InterruptedException {
        testBed.chat().sendMore();
        RareEventEnumeration.await(
                "a message in flight",
                () ->
                        testBed.home()
                                        .state()
                                        .map(one -> one.at("/messages/in_flight").asInt())
                                        .orElse(0)
                                > 0);
    }

    /** Returns whether each process has passed the home on, taken it, or been killed. */
    private boolean isDecided(
            CrashTestBed testBed, CrashInjection old, long pid, CrashInjection next) {
        killBoth(testBed, old, pid);
        boolean oldDecided = old.reached(EventType.OUTGOING) || !isAlive(pid);
        return old.reached(EventType.HANDOVER_FAILED)
                || next.killed().isPresent()
                || oldDecided && next.reached(EventType.READY);
    }

    /** Returns whether the old one has ended, or serves again, and the successor serves. */
    private boolean isSettled(
            CrashTestBed testBed, CrashInjection old, long pid, CrashInjection next) {
        killBoth(testBed, old, pid);
        if (next.killed().filter(OutgoingCrashScenario::isAlive).isPresent()) {
            return false; // the kernel is about to end it
        }
        OptionalLong holder = testBed.home().lockHolder();
        if (holder.isPresent() && holder.getAsLong() == pid) {
            return next.killed().isPresent();
        }
        return !isAlive(pid) && (victim == Victim.BOTH || isSettledWithout(next, holder));
    }

    /**
     * Returns whether the successor, if it is the one to be killed, has noticed the old one's end.
     */
    private boolean isEndSeen(CrashInjection next) {
        return victim != Victim.SUCCESSOR || next.reached(EventType.OUTGOING_ENDED);
    }

    /**
     * Returns whether the successor, if it is the one to be killed, is past the moments between the
     * receipt of an answer by the platform and its record: it might still be killed there.
     */
    private boolean isSentRecorded(CrashTestBed testBed, CrashInjection next) {
        return victim != Victim.SUCCESSOR
                || testBed.platforms().stream()
                        .allMatch(platform -> next.unrecordedAnswers(platform.type()) == 0);
    }

    private static boolean isSettledWithout(CrashInjection next, OptionalLong holder) {
        return next.killed().isPresent() ? holder.isEmpty() : holder.isPresent();
    }

    private void killBoth(CrashTestBed testBed, CrashInjection old, long pid) {
        if (victim == Victim.BOTH && old.killed().isPresent()) {
            OptionalLong holder = testBed.home().lockHolder();
            if (holder.isPresent() && holder.getAsLong() != pid) {
                ProcessHandle.of(holder.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private void await(
            CrashTestBed testBed,
            String what,
            CrashInjection old,
            long pid,
            CrashInjection next,
            BooleanSupplier reached)
            throws InterruptedException {
        Await.until(
                reached,
                CrashTestBed.LIMIT,
                () ->
                        "%s: no sign of %s; lock holder %s, old %d %s %s, new %s"
                                .formatted(
                                        name(),
                                        what,
                                        testBed.home().lockHolder(),
                                        pid,
                                        isAlive(pid) ? "alive" : "dead",
                                        old.steps(),
                                        next.steps()));
    }

    private static boolean isAlive(long pid) {
        return ProcessStat.of(pid).filter(ProcessStat::isAlive).isPresent();
    }
}
