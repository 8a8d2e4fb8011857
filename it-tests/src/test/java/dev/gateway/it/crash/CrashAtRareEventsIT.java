package dev.gateway.it.crash;

import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashScenarios;
import dev.gateway.sim.crash.CrashTestBed;
import dev.gateway.sim.crash.RareEventEnumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway is killed while it puts something right, and at what happens in few lives. */
class CrashAtRareEventsIT extends CrashFixture {

    @Test
    void theNextOneRecoversAndNothingIsLost() throws Exception {
        play(
                List.of(
                        killed(CrashTestBed::withTelegram, CrashScenarios.damagedJournal()),
                        CrashAtRareEventsIT::rareMoments));
    }

    private static CrashReport rareMoments() throws InterruptedException {
        try (CrashTestBed stage = CrashTestBed.withWeixin(FOLDER)) {
            return RareEventEnumeration.on(stage);
        }
    }
}
