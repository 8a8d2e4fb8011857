package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs two homes of one user with the same token: one polls, the other waits. */
class TwoHomesOneTokenIT extends GatewayProcessFixture {

    @Test
    void theSecondWaitsAndPollsWhenTheFirstStops() throws Exception {
        RunningProcess first = running();
        ObservedHome other = newHome().write(config().with("copy", telegram));
        GatewayCommandLine second = GatewayCommandLine.gateway(scope).withHome(other);
        RunningProcess waiting = second.start("run");
        JsonNode state = other.awaitState("degraded", TIMEOUT);
        JsonNode copy = second.status().path("platforms").path("copy");

        assertThat(state.path("platforms").path("copy").path("state").asText())
                .isEqualTo("waiting_for_token");
        assertThat(copy.path("error").asText())
                .startsWith("Telegram bot token already in use (PID " + first.pid() + ").");
        assertThat(copy.path("token_holder_pid").asLong()).isEqualTo(first.pid());
        waiting.awaitLine(
                "Telegram bot token already in use \\(PID %d\\)\\. Waiting up to 60s for it\\."
                        .formatted(first.pid()),
                TIMEOUT);

        gateway.run(TIMEOUT, "stop").expectExit(0);
        other.awaitState("running", TIMEOUT);
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);

        List<TokenHandover> handovers =
                telegram.referee().handovers(telegram.referee().tokens().get(0));
        assertThat(handovers).hasSize(1);
        System.out.printf(
                "token: last poll of the first to first poll of the second %d ms%n",
                handovers.get(0).gap().toMillis());
        assertThat(handovers.get(0).gap()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
        assertThat(telegram.referee().violations()).isEmpty();
        assertThat(second.run(TIMEOUT, "stop").expectExit(0).stdout())
                .contains("PID " + waiting.pid());
    }

    /**
     * Tests two gateways that hold one token each and wait for the other's: the kernel would report
     * a deadlock.
     */
    @Test
    void twoTokensHeldCrosswiseAreNoDeadlock() throws Exception {
        String extra = telegram.addBot("second_bot");
        home.write(config().with("a", telegram).with("z", telegram, extra));
        RunningProcess first = gateway.start("run");
        home.awaitState("running", TIMEOUT);
        ObservedHome other =
                newHome().write(config().with("z", telegram, extra).with("a", telegram));
        GatewayCommandLine second = GatewayCommandLine.gateway(scope).withHome(other);
        second.start("run");
        other.awaitState("degraded", TIMEOUT);

        gateway.run(TIMEOUT, "stop").expectExit(0);

        first.awaitExit(TIMEOUT);
        other.awaitState("running", TIMEOUT);
        assertThat(telegram.referee().violations()).isEmpty();
    }
}
