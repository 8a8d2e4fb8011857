package dev.gateway.it.acceptance.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that the operator gets one notice when the handler fails, and one when it answers again.
 */
class OperatorNoticeIT extends GatewayProcessFixture {

    private static final String ECHO =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
            done
            """;

    @Test
    void aCommandIsToldOnceOfABadStateAndOnceOfAGoodOne() throws Exception {
        configure("{command: [sh, -c, 'cat >> notices']}");
        running();
        SentMessage said = telegram.user("anna").says("are you there?");

        await().atMost(TIMEOUT).until(() -> notices().size() == 1);

        JsonNode bad = notices().get(0);
        assertThat(bad.path("good").asBoolean()).isFalse();
        assertThat(bad.path("subject").asText()).isEqualTo("handler");
        assertThat(bad.path("state").asText()).isEqualTo("failing");
        assertThat(bad.path("error").asText()).contains("bot.sh");

        Files.writeString(home.path().resolve("bot.sh"), ECHO);
        said.awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> notices().size() == 2);
        assertThat(notices().get(1).path("good").asBoolean()).isTrue();
        telegram.user("bert").says("and now?").awaitAnswer(TIMEOUT);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(notices()).hasSize(2);
    }

    @Test
    void aConversationIsToldInWords() throws Exception {
        configure("{platform: family, to: \"4711\"}");
        running();

        telegram.user("anna").says("are you there?");

        await().atMost(TIMEOUT)
                .until(() -> gateway.status().at("/handler/state").asText().equals("failing"));
        await().atMost(TIMEOUT)
                .until(() -> String.join("\n", home.log()).contains("Notice sent: Gateway"));
    }

    @Test
    void aCommandThatHangsHoldsNothingUp() throws Exception {
        configure("{command: [sleep, '600']}");
        Files.writeString(home.path().resolve("bot.sh"), "exit 3\n");
        running();
        SentMessage said = telegram.user("anna").says("are you there?");
        await().atMost(TIMEOUT)
                .until(() -> gateway.status().at("/handler/state").asText().equals("failing"));
        Files.writeString(home.path().resolve("bot.sh"), ECHO);
        assertThat(said.awaitAnswer(TIMEOUT)).isEqualTo("are you there?");

        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);

        scope.awaitNoSurvivors(TIMEOUT);
    }

    private void configure(String notify) {
        home.writeConfig(
                config().with("family", telegram)
                        .withHandler("{type: process, command: [sh, bot.sh]}")
                        .yaml()
                        .replaceFirst("gateway:\\n", "gateway:\n  notify: " + notify + "\n"));
    }

    private List<JsonNode> notices() throws IOException {
        Path file = home.path().resolve("notices");
        if (Files.notExists(file)) {
            return List.of();
        }
        var mapper = new ObjectMapper();
        return Files.readAllLines(file).stream()
                .map(
                        line -> {
                            try {
                                return mapper.readTree(line);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        })
                .toList();
    }
}
