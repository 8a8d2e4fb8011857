package dev.gateway.it.crash;

import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashStage;
import dev.gateway.sim.crash.CrashStories;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The one that ends is killed at each step of its end, whoever wants it to. */
class CrashOfTheOldOneIT extends CrashScene {

    @Test
    void oneIsLeftAndNothingIsLostWhereverTheOldOneIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(killed(CrashStage::withWeixin, CrashStories.stop()));
        CrashStories.ofTheOldOne().forEach(story -> all.add(killed(CrashStage::withWeixin, story)));
        play(all);
    }
}
