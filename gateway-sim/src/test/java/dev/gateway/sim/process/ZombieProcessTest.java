package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZombieProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ProcessScope scope = ProcessScope.open();

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void becomesAZombieAndStaysOne() throws Exception {
        var child =
                scope.startUnreaped(new ProcessBuilder("sh", "-c", "echo hello; exec sleep 3600"));
        child.parent().awaitLine("hello", LIMIT);
        assertThat(child.isAlive()).isTrue();

        child.kill(Signal.KILL);
        child.awaitZombie(LIMIT);
        assertThat(child.isAlive()).isFalse();
        assertThat(ProcessHandle.of(child.pid())).as("its number is taken").isPresent();
        assertThat(scope.survivors()).containsExactly(child.parent().pid());
    }

    @Test
    void isNoZombieAnyMoreWhenItsParentIsGone() throws Exception {
        var child = scope.startUnreaped(new ProcessBuilder("true"));
        child.awaitZombie(LIMIT);
        child.endParent(LIMIT);
        Await.until(
                () ->
                        ProcessStat.of(child.pid())
                                .filter(seen -> seen.parent() == child.parent().pid())
                                .isEmpty(),
                LIMIT,
                () -> "nobody inherits it");
    }
}
