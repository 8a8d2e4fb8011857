package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UnheardStopCheckTest {

    private static final Duration SOON = Duration.ofMillis(20);

    private final FakeProcessProbe probe = new FakeProcessProbe().with(4711, 100, "gateway");
    @TempDir Path folder;
    private GatewayHome home;
    private UnheardStopCheck unheard;

    @BeforeEach
    void ask() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        unheard = new UnheardStopCheck(home, ProcessIdentity.of(probe, 4711), probe, SOON);
    }

    @Test
    void silenceIsNoProof() throws Exception {
        assertThat(isCertainSoon()).as("nothing is written at all").isFalse();
        write("running", 100, 1);
        assertThat(isCertainSoon()).as("the last word before it was asked").isFalse();
    }

    @Test
    void whoWritesThatItGoesOnHasNotHeard() throws Exception {
        write("running", 100, 1);
        assertThat(isCertainSoon()).isFalse();
        write("running", 100, 2);
        assertThat(isCertainSoon()).isTrue();
        assertThat(unheard.shouldRepeat()).as("at once again").isFalse();
    }

    @Test
    void whoWritesThatItStopsHasHeard() throws Exception {
        write("running", 100, 1);
        assertThat(isCertainSoon()).isFalse();
        write("draining", 100, 2);
        assertThat(isCertainSoon()).isFalse();
    }

    @Test
    void whatAnotherLifeWritesIsNoProof() throws Exception {
        write("running", 99, 1);
        assertThat(isCertainSoon()).isFalse();
        write("running", 99, 2);
        assertThat(isCertainSoon()).isFalse();
    }

    private boolean isCertainSoon() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            TimeUnit.MILLISECONDS.sleep(5);
            if (unheard.shouldRepeat()) {
                return true;
            }
        }
        return false;
    }

    private void write(String state, long ticks, int handled) throws Exception {
        Files.writeString(
                home.state(),
                ("{\"state\": \"%s\", \"pid\": 4711, \"start_time\": %d, \"platforms\": {},"
                                + " \"messages\": {\"handled\": %d}}")
                        .formatted(state, ticks, handled));
    }
}
