package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.SignalSender;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.Referee;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A dead process counts as no poller, even if the kernel has yet to close its socket. */
class ClientProcessTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aProcessIsDeadOnceItIsGone() throws Exception {
        Process sleeping = new ProcessBuilder("sleep", "60").start();
        ClientProcess known = ClientProcess.of(sleeping.pid()).orElseThrow();
        assertThat(known.alive()).isTrue();

        sleeping.destroyForcibly().waitFor();

        assertThat(known.alive()).isFalse();
        assertThat(ClientProcess.of(sleeping.pid())).isEmpty();
    }

    @Test
    void aReusedPidIsAnotherProcess() {
        long pid = ProcessHandle.current().pid();

        assertThat(new ClientProcess(pid, 1).alive()).isFalse();
    }

    @Test
    void aZombieIsDeadAndNoSecondPoller() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "true & exec sleep 60").start();
        try {
            ClientProcess zombie = awaitZombieOf(parent.pid());
            assertThat(zombie.alive()).isFalse();
            ClientProcess living = ClientProcess.of(ProcessHandle.current().pid()).orElseThrow();

            assertThat(kindOfOverlap(zombie, living)).isEqualTo(PollOverlap.Kind.DEAD_POLLER);
            ClientProcess stranger = ClientProcess.of(parent.pid()).orElseThrow();
            assertThat(kindOfOverlap(stranger, living)).isEqualTo(PollOverlap.Kind.TWO_POLLERS);
            assertThat(kindOfOverlap(living, living)).isEqualTo(PollOverlap.Kind.SAME_PROCESS);
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFrozenPollerIsASecondOneUnlessAllowed() throws Exception {
        Process sleeping = new ProcessBuilder("sleep", "60").start();
        try {
            SignalSender.send(Signal.STOP, sleeping.pid());
            ClientProcess frozen = ClientProcess.of(sleeping.pid()).orElseThrow();
            await().atMost(SOON).until(frozen::frozen);
            Referee referee = new Referee();
            referee.pollStarted("token", poll(1, frozen));
            referee.pollStarted(
                    "token",
                    poll(2, ClientProcess.of(ProcessHandle.current().pid()).orElseThrow()));

            assertThat(referee.violations()).hasSize(1);
            referee.allowFrozenPollers();
            assertThat(referee.violations()).isEmpty();
        } finally {
            sleeping.destroyForcibly().waitFor();
        }
    }

    private static ClientProcess awaitZombieOf(long parent) {
        Path children = Path.of("/proc/" + parent + "/task/" + parent + "/children");
        String pid =
                await().atMost(SOON)
                        .until(() -> Files.readString(children).trim(), text -> !text.isEmpty());
        await().atMost(SOON)
                .until(() -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z"));
        return ClientProcess.of(Long.parseLong(pid)).orElseThrow();
    }

    private static PollOverlap.Kind kindOfOverlap(ClientProcess first, ClientProcess second) {
        Referee referee = new Referee();
        referee.pollStarted("token", poll(1, first));
        referee.pollStarted("token", poll(2, second));
        return referee.overlaps().get(0).kind();
    }

    private static Request poll(int connection, ClientProcess process) {
        return new Request(
                "GET",
                "/",
                Map.of(),
                Map.of(),
                new byte[0],
                new ClientConnection(
                        connection,
                        40_000 + connection,
                        System.nanoTime(),
                        CompletableFuture.completedFuture(Optional.of(process)),
                        () -> true),
                System.nanoTime(),
                new CompletableFuture<>());
    }
}
