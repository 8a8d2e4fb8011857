package dev.gateway.sim.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void takesItsProcessesAndItsFolderAlong() throws Exception {
        Path folder;
        RunningProcess process;
        try (Stage stage = Stage.open("stage-test")) {
            GatewayHomeDir home = stage.newHome();
            folder = home.path().getParent();
            Files.createDirectories(home.tokenLocks());
            Files.writeString(home.pidFile(), "{}");
            process = stage.scope().start("sleep", "1000");
            assertThat(process.isAlive()).isTrue();
        }

        assertThat(folder).doesNotExist();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void homesOnOneStageShareTheirTokenLocks() {
        try (Stage stage = Stage.open("stage-test")) {
            GatewayHomeDir one = stage.newHome();
            GatewayHomeDir other = stage.newHome();

            assertThat(one.path()).isNotEqualTo(other.path());
            assertThat(one.tokenLocks()).isEqualTo(other.tokenLocks());
        }
    }
}
