package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.adapter.MisbehavingPlatformFactory;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a stop ends within its budget although a platform's disconnect never returns. */
class HangingDisconnectIT extends GatewayProcessFixture {

    @BeforeEach
    void wrapTelegramInAStubbornOne() throws Exception {
        Path jar =
                Path.of(
                        MisbehavingPlatformFactory.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        gateway = gateway.withEnv("GATEWAY_CLASSPATH", jar.toString());
        stubborn("never");
    }

    @Test
    void isAbandonedAndNamedAndTheStopEndsInTime() throws Exception {
        RunningProcess run = running();
        long began = System.nanoTime();
        run.kill(Signal.TERM);

        assertThat(run.awaitExit(BUDGET.plus(TIMEOUT))).isZero();

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(BUDGET.plusSeconds(1).plus(LOAD));
        assertThat(String.join("\n", run.stderr()))
                .containsPattern("stubborn disconnect timed out after \\d+\\.\\ds, abandoned\\.")
                .contains("family");
        assertThat(home.pidFile()).doesNotExist();
        assertThat(home.log())
                .as("the stack of what hung")
                .anyMatch(line -> line.contains("MisbehavingAdapter.disconnect"));
        System.out.printf("hanging disconnect: stopped in %d ms%n", took.toMillis());
    }

    @Test
    void aSecondSignalShortensTheStop() throws Exception {
        home.write(stubbornConfig("never", Duration.ofSeconds(60)));
        RunningProcess run = running();
        run.kill(Signal.TERM);
        run.awaitLine("disconnecting", TIMEOUT);

        run.kill(Signal.TERM);

        assertThat(run.awaitExit(Duration.ofSeconds(30))).isZero();
        assertThat(home.pidFile()).doesNotExist();
    }

    @Test
    void aRestartWaitsForASlowOneAndDoesNotKillIt() throws Exception {
        stubborn("1800ms");
        gateway.run(TIMEOUT, "start").expectExit(0);
        long old = home.lockHolder().orElseThrow();

        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(0);

        assertThat(restart.stdout()).contains("from PID " + old).doesNotContain("killed");
        assertThat(home.events(EventType.STOPPED)).anyMatch(event -> event.pid() == old);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    private void stubborn(String disconnect) {
        home.write(stubbornConfig(disconnect, DISCONNECT));
    }

    private HomeConfig stubbornConfig(String disconnect, Duration limit) {
        return HomeConfig.echo()
                .with("drain_timeout", DRAIN)
                .with("disconnect_timeout", limit)
                .withPlatform(
                        ("  family: {type: stubborn, inner: telegram, token: \"%s\", base_url:"
                                        + " \"%s\", disconnect: %s, swallow_interrupts: true, %s}")
                                .formatted(
                                        telegram.token(),
                                        telegram.server().uri(),
                                        disconnect,
                                        PlatformConfigSource.OPEN_TO_ALL));
    }
}
