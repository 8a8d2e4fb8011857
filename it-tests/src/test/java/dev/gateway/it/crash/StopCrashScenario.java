package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import java.util.EnumSet;
import java.util.Set;

/** {@code stop} with a crash of the gateway while it stops: the command succeeds all the same. */
final class StopCrashScenario implements CrashScenario {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public Set<EventType> expected() {
        return EnumSet.of(
                EventType.STOP_REQUESTED,
                EventType.STATE_CHANGED,
                EventType.INTAKE_STOPPED,
                EventType.DRAIN_FINISHED,
                EventType.PLATFORM_STATE_CHANGED,
                EventType.PLATFORMS_DISCONNECTED,
                EventType.TOKEN_RELEASED,
                EventType.TOKENS_RELEASED,
                EventType.JOURNAL_CLOSED,
                EventType.PID_FILE_REMOVED,
                EventType.STOPPED);
    }

    @Override
    public CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException {
        testBed.chat().sendNext();
        CrashInjection injection =
                testBed.inject(plan.from(plan.from().orElse(EventType.STOP_REQUESTED)));
        testBed.reusePid();
        var run = injection.on(testBed.gateway()).start("run");
        testBed.home().awaitState("running", CrashTestBed.LIMIT);
        testBed.gateway().run(CrashTestBed.LIMIT, "stop").expectExit(0);
        testBed.awaitEnd(run);
        return injection;
    }
}
