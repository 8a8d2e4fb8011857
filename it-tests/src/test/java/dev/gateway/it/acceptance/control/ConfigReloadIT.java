package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Changes the config of a gateway under chat. */
class ConfigReloadIT extends GatewayProcessFixture {

    private static final String SECOND_BOT = "222222:second-bot-of-the-reload";

    /** A handler that repeats each text in capitals. */
    private static final String CAPITALS =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              printf '{"id":"%s","text":"%s!","done":true}\\n' "$id" "$text"
            done
            """;

    @Test
    void whatDidNotChangeGoesOnAndABadFileChangesNothing() throws Exception {
        telegram.addBot(SECOND_BOT, "second_bot");
        Files.writeString(home.path().resolve("loud.sh"), CAPITALS);
        RunningProcess run = running();
        var generator = ChatGenerator.start(telegram.user("mama"), Duration.ofMillis(20));

        home.write(both(config()));
        JsonNode added = gateway.run(TIMEOUT, "reload", "--json").expectExit(0).json();
        assertThat(added.at("/changed/added/0").asText()).isEqualTo("second");
        assertThat(added.path("needs_restart")).isEmpty();
        assertThat(telegram.user(SECOND_BOT, "papa").says("hello").awaitAnswer(TIMEOUT))
                .isEqualTo("hello");

        home.writeConfig("gateway: {drain_timout: 1s}\nhandler: {type: ecco}\n");
        CommandResult bad = gateway.run(TIMEOUT, "reload").expectExit(78);
        assertThat(bad.stderr()).contains("drain_timout", "ecco", "line 1", "line 2", "goes on");
        assertThat(home.events(EventType.RELOAD_REFUSED)).as("it was not even asked").isEmpty();
        run.kill(Signal.HUP);
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> !home.events(EventType.RELOAD_REFUSED).isEmpty());
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(
                        () ->
                                assertThat(String.join("\n", home.log()))
                                        .contains("line 1: ", "line 2: "));
        assertThat(telegram.user(SECOND_BOT, "papa").says("still?").awaitAnswer(TIMEOUT))
                .isEqualTo("still?");

        home.write(
                config().with("family", telegram)
                        .with("token_wait", Duration.ofSeconds(7))
                        .withHandler(
                                "{type: process, command: [sh, loud.sh], env: [GATEWAY_SIM_RUN]}"));
        CommandResult changed = gateway.run(TIMEOUT, "reload").expectExit(0);
        assertThat(changed.stdout())
                .contains("disconnected: second", "handler: process", "gateway.token_wait");
        assertThat(telegram.user("mama").says("hello").awaitAnswer(TIMEOUT)).isEqualTo("hello!");

        generator.stop();
        assertThat(generator.awaitAnswers(TIMEOUT).flawless()).as("%s", generator.count()).isTrue();
        JsonNode status = gateway.status();
        assertThat(status.path("state").asText()).isEqualTo("running");
        assertThat(status.path("platforms").fieldNames()).toIterable().containsExactly("family");
        assertThat(
                        home.events(EventType.PLATFORM_STATE_CHANGED).stream()
                                .filter(event -> event.text(EventField.PLATFORM).equals("family"))
                                .map(event -> event.text(EventField.STATE)))
                .as("one connection all the time")
                .containsExactly("connected");
        assertThat(home.events(EventType.TOKEN_ACQUIRED)).hasSize(2);
        assertThat(telegram.referee().violations()).isEmpty();
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(run.awaitExit(TIMEOUT)).isZero();

        CommandResult nobody = gateway.run(TIMEOUT, "reload").expectExit(3);
        assertThat(nobody.stderr()).contains("No gateway is running in").contains("gateway start");
    }

    private HomeConfig both(HomeConfig config) {
        return config.with("family", telegram).with("second", telegram, SECOND_BOT);
    }
}
