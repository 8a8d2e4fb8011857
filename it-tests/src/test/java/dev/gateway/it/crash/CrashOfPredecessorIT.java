package dev.gateway.it.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Kills a gateway at each event of its shutdown, for each cause of a shutdown. */
class CrashOfPredecessorIT extends CrashFixture {

    @Test
    void oneIsLeftAndNothingIsLostWhereverTheOldOneIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(killed(CrashTestBed::withWeixin, CrashScenarios.stop()));
        CrashScenarios.ofPredecessor()
                .forEach(scenario -> all.add(killed(CrashTestBed::withWeixin, scenario)));
        runAll(all);
    }
}
