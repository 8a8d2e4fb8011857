package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A successor waits as long as the restart wants it, and no longer. */
@Timeout(120)
class StandbyConditionTest {

    private static final Duration NO_GRACE = Duration.ZERO;
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path folder;
    private final ProcessProbe probe = ProcessProbe.system();
    private ChildProcess restart;
    private volatile String state = "running";

    @BeforeEach
    void startTheRestart() throws Exception {
        restart = LockHolderProcess.of(folder.resolve("any.lock"));
    }

    @AfterEach
    void end() {
        restart.close();
    }

    @Test
    void itIsWantedWhileTheRestartIsAtIt() throws Exception {
        assertThat(errand(NO_GRACE).getAsBoolean()).isTrue();
    }

    @Test
    void killedBeforeItToldTheOldOneToStopTheRestartLeavesNobodyWaiting() throws Exception {
        StandbyCondition standby = errand(NO_GRACE);
        restart.kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !standby.getAsBoolean());
    }

    @Test
    void anOldOneOnItsWayOutIsWaitedForWhetherOrNotSomebodyWatches() throws Exception {
        StandbyCondition standby = errand(NO_GRACE);
        restart.kill();
        for (String ending : new String[] {"draining", "stopping", "stopped", "unknown"}) {
            state = ending;
            assertThat(standby.getAsBoolean()).as(ending).isTrue();
        }
    }

    @Test
    void anOldOneThatWasJustToldHasAMomentToSaySo() throws Exception {
        StandbyCondition standby = errand(LONG);
        restart.kill();
        assertThat(standby.getAsBoolean()).isTrue();
    }

    private StandbyCondition errand(Duration grace) {
        return new StandbyCondition(
                ProcessIdentity.of(probe, restart.pid()), probe, () -> state, grace);
    }
}
