package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import java.util.Set;

/** {@code stop}, and the gateway is struck while it stops: the command ends well all the same. */
final class StopStory implements CrashStory {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public Set<EventType> expected() {
        return new TakeoverStory(Takeover.RESTART, true).expected();
    }

    @Override
    public Rigging play(CrashStage stage, CrashPlan plan) throws InterruptedException {
        stage.talk().goOn();
        Rigging rigging = stage.rig(plan.from(plan.from().orElse(EventType.STOP_REQUESTED)));
        stage.timeGoesBy();
        var run = rigging.on(stage.gateway()).start("run");
        stage.home().awaitState("running", CrashStage.LIMIT);
        stage.gateway().run(CrashStage.LIMIT, "stop").expectExit(0);
        stage.awaitEnd(run);
        return rigging;
    }
}
