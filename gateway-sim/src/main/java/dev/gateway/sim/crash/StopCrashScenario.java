package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import java.util.Set;

/** {@code stop}, and the gateway is struck while it stops: the command ends well all the same. */
final class StopCrashScenario implements CrashScenario {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public Set<EventType> expected() {
        return new HandoverCrashScenario(HandoverMode.RESTART, true).expected();
    }

    @Override
    public CrashInjection run(CrashTestBed stage, CrashPlan plan) throws InterruptedException {
        stage.chat().sendNext();
        CrashInjection injection =
                stage.inject(plan.from(plan.from().orElse(EventType.STOP_REQUESTED)));
        stage.reusePid();
        var run = injection.on(stage.gateway()).start("run");
        stage.home().awaitState("running", CrashTestBed.LIMIT);
        stage.gateway().run(CrashTestBed.LIMIT, "stop").expectExit(0);
        stage.awaitEnd(run);
        return injection;
    }
}
