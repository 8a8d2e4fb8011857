package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.it.fixture.TmpfsMount;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that the kernel's lock decides on ownership, and that no process is signalled without
 * proof.
 */
class LockOwnershipIT extends GatewayProcessFixture {

    private static final String NOBODY = "65534";

    /** A handler that names the given file as an attachment. */
    private static final String SENDS_FILES =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              case $text in
              /*) printf '{"id":"%s","attachments":[{"path":"%s"}],"done":true}\\n' "$id" "$text" ;;
              *) printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text" ;;
              esac
            done
            """;

    /** Tests volumes with equal inode numbers, as file systems have that were created alike. */
    @Test
    void theGatewayOfAnotherVolumeIsNeitherSeenNorStopped() throws Exception {
        ObservedHome other = newHome();
        try (ProcessScope mounts = ProcessScope.open();
                TmpfsMount one = TmpfsMount.mount(mounts, home.path());
                TmpfsMount two = TmpfsMount.mount(mounts, other.path())) {
            assertThat(one).isNotSameAs(two);
            prepare(home);
            prepare(other);
            assertThat(Files.getAttribute(home.lockFile(), "unix:ino"))
                    .isEqualTo(Files.getAttribute(other.lockFile(), "unix:ino"));
            GatewayCommandLine there = GatewayCommandLine.gateway(scope).withHome(other);
            RunningProcess stranger = there.start("run");
            other.awaitState("running", TIMEOUT);

            assertThat(gateway.run(TIMEOUT, "status").exit()).isEqualTo(3);
            gateway.run(TIMEOUT, "reload").expectExit(3);
            assertThat(gateway.run(TIMEOUT, "stop").expectExit(0).stdout())
                    .startsWith("No gateway is running in " + home.path());
            assertThat(gateway.run(TIMEOUT, "start").expectExit(0).stdout())
                    .contains("Gateway is running (PID ");
            JsonNode status = gateway.run(TIMEOUT, "status", "--json").expectExit(0).json();
            assertThat(status.path("pid").asLong()).isNotEqualTo(stranger.pid());
            gateway.run(TIMEOUT, "stop").expectExit(0);

            assertThat(stranger.isAlive()).isTrue();
            assertThat(there.status().path("state").asText()).isEqualTo("running");
            scope.close();
        }
    }

    @Test
    void anAttachmentOfTheGatewaysOwnFilesDropsNoLock() throws Exception {
        home.write(
                config().withHandler("{type: process, attempts: 1, command: [sh, handler.sh]}")
                        .with("family", telegram));
        Files.writeString(home.path().resolve("handler.sh"), SENDS_FILES);
        RunningProcess run = running();
        Path tokenLock = tokenLock();
        Path link =
                Files.createLink(home.path().resolveSibling("link-" + run.pid()), home.lockFile());
        List<Path> own =
                List.of(
                        home.lockFile(),
                        link,
                        home.path().resolve("journal.db"),
                        home.path().resolve("journal.db-wal"),
                        home.path().resolve("journal.db-shm"),
                        home.configFile(),
                        tokenLock);
        for (Path file : own) {
            telegram.user("mama").says(file.toString());
        }
        telegram.user("papa").says("still there").awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> failed() == own.size());

        assertThat(home.lockHolder()).hasValue(run.pid());
        assertThat(gateway.run(TIMEOUT, "run").expectExit(75).firstErrorLine())
                .contains("Another gateway instance (PID " + run.pid() + ")");
        assertThat(gateway.run(TIMEOUT, "tokens", "--json").json().get(0).path("holder").asLong())
                .isEqualTo(run.pid());
        assertThat(telegram.user("mama").heard()).isEmpty();
        run.kill(Signal.TERM);
        assertThat(run.awaitExit(TIMEOUT)).isZero();
        Files.delete(link);
    }

    @Test
    void aUserWithoutAccessIsToldThatItCannotBeKnown() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("setpriv");
        RunningProcess run = running();
        GatewayCommandLine stranger =
                gateway.withEnv("HOME", "/tmp")
                        .through(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups");

        CommandResult stop = stranger.run(TIMEOUT, "stop").expectExit(77);
        assertThat(stop.firstErrorLine())
                .startsWith("Cannot tell whether a gateway is running in " + home.path())
                .contains("permission denied")
                .contains("owner");
        assertThat(stop.stdout()).doesNotContain("stood by");
        stranger.run(TIMEOUT, "reload").expectExit(77);
        stranger.run(TIMEOUT, "restart").expectExit(77);
        assertThat(stranger.run(TIMEOUT, "status").exit()).isEqualTo(4);
        assertThat(run.isAlive()).isTrue();
    }

    /** Tests a container, in which each gateway is PID 1 and has another PID on the host. */
    @Test
    void aGatewayInAContainerIsKnownFromItsHost() throws Exception {
        MachineAssumptions.assumePidNamespaces();
        gateway.through("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
                .start("run")
                .awaitLine("Gateway is running\\.", TIMEOUT);

        JsonNode status = gateway.run(TIMEOUT, "status", "--json").expectExit(0).json();
        assertThat(status.path("state").asText()).isEqualTo("running");
        assertThat(home.state().orElseThrow().path("pid").asLong()).isEqualTo(1);
        assertThat(status.path("pid").asLong()).isEqualTo(home.lockHolder().orElseThrow());
        gateway.run(TIMEOUT, "reload").expectExit(0);
        assertThat(gateway.run(TIMEOUT, "tokens", "--json").json().get(0).path("account").asText())
                .isEqualTo("family");
        assertThat(gateway.run(TIMEOUT, "stop").expectExit(0).stdout())
                .contains("takes nothing new");
        assertThat(gateway.run(TIMEOUT, "status").exit()).isEqualTo(3);
    }

    @Test
    void aParentThatIgnoresSigtermCostsNoBudget() throws Exception {
        RunningProcess run =
                gateway.through("sh", "-c", "trap '' TERM; exec \"$@\"", "sh").start("run");
        home.awaitState("running", TIMEOUT);
        assertThat(gateway.run(TIMEOUT, "stop").expectExit(0).stdout())
                .contains("stopped in ")
                .doesNotContain("killed");
        assertThat(run.awaitExit(TIMEOUT)).isZero();
    }

    @Test
    void aRelativeFolderForTheTokenLocksIsRefused() throws Exception {
        GatewayCommandLine relative = gateway.withEnv("GATEWAY_TOKEN_LOCK_DIR", "locks");
        for (String command : List.of("run", "start", "tokens")) {
            assertThat(relative.run(TIMEOUT, command).expectExit(78).stderr())
                    .contains("GATEWAY_TOKEN_LOCK_DIR is not an absolute path: locks");
        }
        assertThat(telegram.referee().tokens()).isEmpty();
    }

    private int failed() {
        return home.state().map(state -> state.path("messages").path("failed").asInt()).orElse(0);
    }

    private Path tokenLock() throws Exception {
        try (var files = Files.list(home.tokenLocks())) {
            return files.filter(file -> file.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void prepare(ObservedHome place) throws Exception {
        Files.createFile(place.lockFile());
        HomeConfig config = config();
        place.write(place == home ? config : config.with("family", telegram));
    }
}
