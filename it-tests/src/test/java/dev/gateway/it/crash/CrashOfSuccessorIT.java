package dev.gateway.it.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Kills the successor of a gateway at each event, from its start until it serves. */
class CrashOfSuccessorIT extends CrashFixture {

    @Test
    void oneIsLeftAndNothingIsLostWhereverTheNewOneIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        CrashScenarios.ofSuccessor()
                .forEach(scenario -> all.add(killed(CrashTestBed::withWeixin, scenario)));
        runAll(all);
    }
}
