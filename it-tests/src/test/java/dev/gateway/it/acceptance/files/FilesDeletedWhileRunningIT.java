package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Deletes files in the home of a running gateway. */
class FilesDeletedWhileRunningIT extends GatewayProcessFixture {

    @Test
    void aDeletedPidFileIsWrittenAgain() throws Exception {
        RunningProcess run = running();
        Files.delete(home.pidFile());

        await().until(() -> home.pidRecord().isPresent());

        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(run.pid());
        assertThat(run.isAlive()).isTrue();
        await().untilAsserted(
                        () -> assertThat(home.events(EventType.PID_FILE_REPAIRED)).isNotEmpty());
    }

    @Test
    void itCanBeStoppedWithoutItsPidFile() throws Exception {
        RunningProcess run = running();
        Files.delete(home.pidFile());

        gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(run.awaitExit(TIMEOUT)).isZero();
    }

    @Test
    void aPidFileThatNamesAnotherProcessHasNoEffect() throws Exception {
        RunningProcess run = running();
        RunningProcess innocent = scope.start("sleep", "1000");
        Files.writeString(home.pidFile(), Long.toString(innocent.pid()));

        gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(run.awaitExit(TIMEOUT)).isZero();
        assertThat(innocent.isAlive()).isTrue();
    }

    @Test
    void aReplacedLockFileEndsItWithAClearMessage() throws Exception {
        RunningProcess run = running();
        Files.delete(home.lockFile());
        Files.createFile(home.lockFile());

        assertThat(run.awaitExit(TIMEOUT)).isEqualTo(75);

        assertThat(String.join("\n", run.stderr()))
                .contains("Lock file " + home.lockFile() + " was deleted or replaced");
    }
}
