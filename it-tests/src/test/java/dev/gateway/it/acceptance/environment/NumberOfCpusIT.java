package dev.gateway.it.acceptance.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests restart and stop with other numbers of CPUs than this machine has: on Java 17 the JDK's
 * shared pools behave differently from three CPUs on. No platform may use up its disconnect
 * timeout.
 */
class NumberOfCpusIT extends ThreePlatformsFixture {

    /** A timeout of which no slow machine needs half for a disconnect. */
    private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(40);

    private static final Duration SHORT = DISCONNECT_TIMEOUT.dividedBy(2);

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void noPlatformUsesUpItsDisconnectTimeout(int cpus) throws Exception {
        home.write(
                withAllThree(
                        HomeConfig.echo()
                                .with("drain_timeout", DRAIN)
                                .with("disconnect_timeout", DISCONNECT_TIMEOUT)));
        gateway = gateway.withEnv("GATEWAY_JAVA_OPTS", "-XX:ActiveProcessorCount=" + cpus);
        gateway.run(TIMEOUT, "start").expectExit(0);
        talk("before");

        gateway.run(TIMEOUT.plus(DISCONNECT_TIMEOUT), "restart").expectExit(0);
        talk("between");
        long began = System.nanoTime();
        gateway.run(TIMEOUT.plus(DISCONNECT_TIMEOUT), "stop").expectExit(0);

        Duration stop = Duration.ofNanos(System.nanoTime() - began);
        assertThat(stop).as("the stop").isLessThan(SHORT);
        assertThat(home.events(EventType.PLATFORM_ABANDONED)).isEmpty();
        for (FakePlatform platform : platforms()) {
            var referee = platform.referee();
            assertThat(referee.violations()).as(platform.type()).isEmpty();
            for (TokenHandover handover : referee.handovers(referee.tokens().get(0))) {
                System.out.printf(
                        "%d CPUs, %s: gap of the restart %d ms%n",
                        cpus, platform.type(), handover.gap().toMillis());
                assertThat(handover.gap()).as(platform.type()).isLessThan(SHORT);
            }
        }
    }

    private void talk(String words) throws Exception {
        for (FakePlatform platform : platforms()) {
            platform.user("mama").says(words).awaitAnswer(TIMEOUT);
        }
    }
}
