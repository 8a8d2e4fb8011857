package dev.gateway.it.crash;

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
        try (CrashTestBed testBed = CrashTestBed.withWeixin(FOLDER)) {
            return RareEventEnumeration.on(testBed);
        }
    }
}
