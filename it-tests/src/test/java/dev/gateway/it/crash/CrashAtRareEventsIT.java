package dev.gateway.it.crash;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Kills a gateway while it repairs files, and at events that few runs have. */
class CrashAtRareEventsIT extends CrashFixture {

    @Test
    void theNextOneRecoversAndNothingIsLost() throws Exception {
        runAll(
                List.of(
                        killed(CrashTestBed::withTelegram, CrashScenarios.damagedJournal()),
                        CrashAtRareEventsIT::rareEvents));
    }

    private static CrashReport rareEvents() throws InterruptedException {
        try (CrashTestBed testBed = CrashTestBed.withWeixin(FOLDER)) {
            return RareEventEnumeration.on(testBed);
        }
    }
}
