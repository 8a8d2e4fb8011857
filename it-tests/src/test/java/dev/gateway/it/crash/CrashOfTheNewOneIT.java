package dev.gateway.it.crash;

import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashStage;
import dev.gateway.sim.crash.CrashStories;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The one that takes over is killed at each step, from its start until it serves. */
class CrashOfTheNewOneIT extends CrashScene {

    @Test
    void oneIsLeftAndNothingIsLostWhereverTheNewOneIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        CrashStories.ofTheNewOne().forEach(story -> all.add(killed(CrashStage::withWeixin, story)));
        play(all);
    }
}
