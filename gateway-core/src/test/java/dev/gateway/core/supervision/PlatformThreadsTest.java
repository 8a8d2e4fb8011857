package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.concurrent.VirtualThreads;
import dev.gateway.core.shutdown.StopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformThreadsTest {

    private static final int MANY = 30;

    @TempDir Path folder;

    @Test
    void anAdapterThatMayBlockHasOneThreadOfTheSystem() throws Exception {
        try (var fixture = new SupervisionFixture(folder, SupervisionFixture.kernelLocks(folder))) {
            assertThat(threadsOf(fixture)).isEqualTo(MANY);
        }
    }

    @Test
    void anAdapterThatOnlyWaitsHasNoneWhereJavaHasVirtualThreads() throws Exception {
        try (var fixture = new SupervisionFixture(folder, SupervisionFixture.kernelLocks(folder))) {
            fixture.platform.onlyWaits();

            assertThat(threadsOf(fixture)).isEqualTo(VirtualThreads.areUsed() ? 0 : MANY);
        }
    }

    /** Returns the threads of the system for many platforms that poll. */
    private static long threadsOf(SupervisionFixture fixture) throws Exception {
        PlatformSet set =
                fixture.start(
                        Duration.ofSeconds(20),
                        IntStream.range(0, MANY)
                                .mapToObj(number -> "many-" + number)
                                .toArray(String[]::new));
        fixture.awaitConnected(set);
        try {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains("many-"))
                    .count();
        } finally {
            set.freeze();
            set.stopIntake();
            set.disconnect(new StopRequest(), Duration.ofSeconds(20));
        }
    }
}
