package dev.gateway.it.crash;

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
                .forEach(scenario -> all.add(killed(CrashTestBed::withWeixin, scenario)));
        play(all);
    }
}
