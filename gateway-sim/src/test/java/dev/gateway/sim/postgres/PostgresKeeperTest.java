package dev.gateway.sim.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ProcessStat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresKeeperTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int SEGMENT_LINE = 6;

    @TempDir private Path temporary;

    @Test
    void killedJvmLeavesNoFrozenServerAndNoData() throws Exception {
        Process jvm =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                PostgresKeeperTest.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = jvm.inputReader()) {
            Path data = Path.of(out.readLine());
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long server = Long.parseLong(lines.get(0));
            List<Long> children =
                    ProcessHandle.of(server)
                            .orElseThrow()
                            .children()
                            .map(ProcessHandle::pid)
                            .toList();
            assertThat(children).isNotEmpty();
            jvm.destroyForcibly();

            Await.until(() -> Files.notExists(data.getParent()), LIMIT, "end of the data");
            assertThat(ProcessStat.of(server)).isEmpty();
            for (long child : children) {
                assertThat(ProcessStat.of(child).filter(ProcessStat::isAlive)).isEmpty();
            }
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void killedServerLeavesNoSharedMemory() throws Exception {
        String segment;
        try (PostgresServer server = PostgresServer.launch()) {
            List<String> lines = Files.readAllLines(server.data().resolve("postmaster.pid"));
            segment = lines.get(SEGMENT_LINE).trim().split(" +")[1];
            server.kill();
            assertThat(segments()).contains(segment);
        }
        assertThat(segments()).doesNotContain(segment);
    }

    private static List<String> segments() throws IOException {
        return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
                .map(line -> line.trim().split(" +")[1])
                .toList();
    }

    /** Starts a server, freezes it, prints where its data are, and never closes it. */
    public static void main(String[] args) throws Exception {
        PostgresServer server = PostgresServer.launch();
        server.freeze();
        System.out.println(server.data());
        Thread.sleep(Long.MAX_VALUE);
    }
}
