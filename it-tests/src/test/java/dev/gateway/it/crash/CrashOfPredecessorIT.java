package dev.gateway.it.crash;

import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashScenarios;
import dev.gateway.sim.crash.CrashTestBed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The one that ends is killed at each step of its end, whoever wants it to. */
class CrashOfPredecessorIT extends CrashFixture {

    @Test
    void oneIsLeftAndNothingIsLostWhereverTheOldOneIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(killed(CrashTestBed::withWeixin, CrashScenarios.stop()));
        CrashScenarios.ofPredecessor()
                .forEach(story -> all.add(killed(CrashTestBed::withWeixin, story)));
        play(all);
    }
}
