package dev.gateway.sim.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void takesItsProcessesAndItsFolderAlong() throws Exception {
        Path folder;
        RunningProcess process;
        try (Workspace workspace = Workspace.open("stage-test")) {
            ObservedHome home = workspace.newHome();
            folder = home.path().getParent();
            Files.createDirectories(home.tokenLocks());
            Files.writeString(home.pidFile(), "{}");
            process = workspace.scope().start("sleep", "1000");
            assertThat(process.isAlive()).isTrue();
        }

        assertThat(folder).doesNotExist();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void homesOnOneStageShareTheirTokenLocks() {
        try (Workspace workspace = Workspace.open("stage-test")) {
            ObservedHome one = workspace.newHome();
            ObservedHome other = workspace.newHome();

            assertThat(one.path()).isNotEqualTo(other.path());
            assertThat(one.tokenLocks()).isEqualTo(other.tokenLocks());
        }
    }
}
