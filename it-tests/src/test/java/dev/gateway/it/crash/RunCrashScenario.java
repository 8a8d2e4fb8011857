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
 * {@code run} under chat, and SIGTERM while the chat goes on. Each run begins with the files of the
 * previous one, so it tests the recovery as well.
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
                EventType.SESSION_OPENED,
                EventType.SESSION_RECOVERED,
                EventType.STALE_PID_FILE_RECOVERED,
                EventType.PID_FILE_PUBLISHED,
                EventType.JOURNAL_OPENED,
                EventType.STATE_CHANGED,
                EventType.READY,
                EventType.TOKEN_ACQUIRED,
                EventType.POLLING,
                EventType.INTAKE_ENDED,
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
                run.awaitExit(Duration.ZERO); // fails with the output of the process
            }
            testBed.chat().sendNext();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        testBed.chat().sendNext();
        run.kill(Signal.TERM);
        testBed.awaitEnd(run);
        return injection;
    }

    /**
     * Returns whether the gateway is up and has confirmed a message that the previous one had
     * received.
     */
    private static boolean isTimeToStop(CrashInjection injection) {
        return injection.reached(EventType.READY)
                && injection.reached(EventType.MESSAGES_CONFIRMED);
    }
}
