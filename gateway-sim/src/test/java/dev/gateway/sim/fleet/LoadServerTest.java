package dev.gateway.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.process.ExpectationFailedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final LoadServer server = LoadServer.start(2, 2, Duration.ZERO);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anIdealClientAnswersEachMessageOnce() throws Exception {
        LoadWindow window = IdealClient.ceiling(3, 4, Duration.ofMillis(500));
        assertThat(window.answered()).isPositive();
        assertThat(window.perSecond()).isPositive();
        assertThat(window.rare()).isGreaterThanOrEqualTo(window.median());
    }

    @Test
    void updatesAreGivenAgainUntilAnOffsetConfirmsThem() throws Exception {
        server.sayOnce();
        JsonNode first = call("getUpdates", "{\"timeout\":5}");
        assertThat(first.path("result")).hasSize(2);
        assertThat(call("getUpdates", "{\"timeout\":5}")).isEqualTo(first);
        long last = first.path("result").path(1).path("update_id").asLong();
        assertThat(call("getUpdates", "{\"offset\":" + (last + 1) + ",\"timeout\":0}"))
                .isEqualTo(mapper.readTree("{\"ok\":true,\"result\":[]}"));
    }

    @Test
    void aChatWritesAgainWhenItWasAnswered() throws Exception {
        server.begin();
        JsonNode update = call("getUpdates", "{\"timeout\":5}").path("result").path(0);
        answer(update);
        long next = update.path("update_id").asLong() + 2;
        JsonNode second = call("getUpdates", "{\"offset\":" + next + ",\"timeout\":5}");
        assertThat(second.path("result").path(0).path("message").path("text").asText())
                .startsWith("00000002 ");
        assertThat(server.answered()).isEqualTo(1);
        server.expectNoViolation();
    }

    @Test
    void aSecondAnswerIsTold() throws Exception {
        server.sayOnce();
        JsonNode update = call("getUpdates", "{\"timeout\":5}").path("result").path(0);
        answer(update);
        answer(update);
        assertThatThrownBy(server::expectNoViolation)
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessage("an answer in chat 1 of bot 0 to message 1 is a second one");
    }

    @Test
    void aMissingAnswerIsTold() throws Exception {
        server.sayOnce();
        answer(call("getUpdates", "{\"timeout\":5}").path("result").path(0));
        assertThatThrownBy(() -> server.awaitAnswers(Duration.ofMillis(50)))
                .hasMessage("3 chats wait for an answer");
    }

    @Test
    void theHandlerEchoes() throws Exception {
        JsonNode answer = post(server.handlerUrl(), "{\"id\":\"a\",\"text\":\"say \\\"hi\\\"\"}");
        assertThat(answer).isEqualTo(mapper.readTree("{\"text\":\"say \\\"hi\\\"\"}"));
    }

    @Test
    void aTokenThatIsUnknownIsNotFound() throws Exception {
        JsonNode answer = post("http://127.0.0.1:" + server.port() + "/bot1:x/getMe", "{}");
        assertThat(answer.path("error_code").asInt()).isEqualTo(404);
    }

    private void answer(JsonNode update) throws Exception {
        JsonNode message = update.path("message");
        call(
                "sendMessage",
                mapper.createObjectNode()
                        .put("chat_id", message.path("chat").path("id").asLong())
                        .put("text", message.path("text").asText())
                        .toString());
    }

    private JsonNode call(String method, String body) throws Exception {
        String base = "http://127.0.0.1:" + server.port();
        return post(base + "/bot" + server.token(0) + "/" + method, body);
    }

    private JsonNode post(String url, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(LIMIT)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return mapper.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
