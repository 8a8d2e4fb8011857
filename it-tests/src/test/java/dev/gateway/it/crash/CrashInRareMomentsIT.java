package dev.gateway.it.crash;

import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashStage;
import dev.gateway.sim.crash.CrashStories;
import dev.gateway.sim.crash.RareMoments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway is killed while it puts something right, and at what happens in few lives. */
class CrashInRareMomentsIT extends CrashScene {

    @Test
    void theNextOneRecoversAndNothingIsLost() throws Exception {
        play(
                List.of(
                        killed(CrashStage::withTelegram, CrashStories.damagedJournal()),
                        CrashInRareMomentsIT::rareMoments));
    }

    private static CrashReport rareMoments() throws InterruptedException {
        try (CrashStage stage = CrashStage.withWeixin(FOLDER)) {
            return RareMoments.on(stage);
        }
    }
}
