package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests gateways without a name and without a lock. */
class HomeProcessFinderTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path HOME = Path.of("/home/of/nobody");

    private final ProcessScope scope = ProcessScope.open();

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void areThoseOfTheHomeThatRunItFrozenOrNot() throws Exception {
        RunningProcess gateway = start(HOME, "run");
        start(HOME, "status");
        start(Path.of("/home/of/nobody-else"), "run");

        assertThat(HomeProcessFinder.of(scope, HOME)).containsExactly(gateway.pid());

        gateway.kill(Signal.STOP);
        Await.until(
                () -> ProcessStat.of(gateway.pid()).orElseThrow().isStopped(),
                LIMIT,
                () -> "it is not frozen");
        assertThat(HomeProcessFinder.of(scope, HOME)).containsExactly(gateway.pid());

        gateway.kill(Signal.KILL);
        gateway.awaitExit(LIMIT);
        assertThat(HomeProcessFinder.of(scope, HOME)).isEmpty();
    }

    private RunningProcess start(Path home, String word) throws InterruptedException {
        var builder =
                new ProcessBuilder(
                        List.of("sh", "-c", "echo up; while :; do sleep 1; done", "x", word));
        builder.environment().put("GATEWAY_HOME", home.toString());
        RunningProcess process = scope.start(builder);
        process.awaitLine("up", LIMIT);
        return process;
    }
}
