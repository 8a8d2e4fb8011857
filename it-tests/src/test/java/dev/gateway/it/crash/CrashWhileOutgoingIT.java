package dev.gateway.it.crash;

import dev.gateway.it.crash.OutgoingCrashScenario.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Kills the old process, its successor or both at each step of a restart with a message in flight:
 * nothing is lost, nothing is said twice but in the documented window, and the order is kept.
 */
class CrashWhileOutgoingIT extends CrashFixture {

    @Test
    void nothingIsLostWhereverOneOfTheTwoIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        for (Victim victim : Victim.values()) {
            all.add(killed(CrashTestBed::withWeixin, new OutgoingCrashScenario(victim)));
        }
        runAll(all);
    }
}
