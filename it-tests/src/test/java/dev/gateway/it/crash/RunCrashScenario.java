package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@code run} while people talk, and SIGTERM while they go on talking. Each life begins with what
 * the one before has left, so it is the recovery of that too.
 */
final class RunCrashScenario implements CrashScenario {

    private static final long PAUSE_MILLIS = 10;

    @Override
    public String name() {
        return "run, chat, stop";
    }

    @Override
    public Set<EventType> expected() {
        return EnumSet.of(
                EventType.CONFIG_VALIDATED,
                EventType.HOME_READY,
                EventType.LOCK_ACQUIRED,
                EventType.STALE_PID_FILE_RECOVERED,
                EventType.PID_FILE_PUBLISHED,
                EventType.JOURNAL_OPENED,
                EventType.STATE_CHANGED,
                EventType.READY,
                EventType.TOKEN_ACQUIRED,
                EventType.TOKEN_RELEASED,
                EventType.PLATFORM_STATE_CHANGED,
                EventType.MESSAGES_DELIVERED,
                EventType.MESSAGE_ACCEPTED,
                EventType.MESSAGES_CONFIRMED,
                EventType.MESSAGE_STARTED,
                EventType.MESSAGE_HANDLED,
                EventType.ANSWER_SENDING,
                EventType.ANSWER_TAKEN,
                EventType.ANSWER_SENT,
                EventType.STOP_REQUESTED,
                EventType.INTAKE_STOPPED,
                EventType.DRAIN_FINISHED,
                EventType.PLATFORMS_DISCONNECTED,
                EventType.TOKENS_RELEASED,
                EventType.JOURNAL_CLOSED,
                EventType.PID_FILE_REMOVED,
                EventType.STOPPED);
    }

    @Override
    public CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException {
        testBed.chat().sendNext();
        CrashInjection injection = testBed.inject(plan);
        testBed.reusePid();
        RunningProcess run = injection.on(testBed.gateway()).start("run");
        while (run.isAlive() && !isTimeToStop(injection)) {
            if (run.elapsed().compareTo(CrashTestBed.LIMIT) > 0) {
                run.awaitExit(Duration.ZERO); // says what hangs
            }
            testBed.chat().sendNext();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        testBed.chat().sendNext();
        run.kill(Signal.TERM);
        testBed.awaitEnd(run);
        return injection;
    }

    /** Up, and a poll was told of a message that the one before had brought. */
    private static boolean isTimeToStop(CrashInjection injection) {
        return injection.reached(EventType.READY)
                && injection.reached(EventType.MESSAGES_CONFIRMED);
    }
}
