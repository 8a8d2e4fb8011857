package dev.gateway.sim.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.telegram.FakeTelegram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The control API gives a script the same power over the fakes as a test in the same process has.
 */
class ControlServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeTelegram telegram = FakeTelegram.start();
    private final ControlServer control = ControlServer.start(0, List.of(telegram));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        control.close();
        telegram.close();
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        URI uri = URI.create(control.uri() + path);
        var publisher = HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(uri).method(method, publisher).build();
        return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode get(String path) throws Exception {
        return call("GET", path, "");
    }

    private JsonNode bot(String method, String body) throws Exception {
        URI uri = telegram.server().uri().resolve("/bot" + telegram.token() + "/" + method);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    @Test
    void sendsAMessageAndReadsTheAnswer() throws Exception {
        JsonNode said = call("POST", "/telegram/say", "{\"user\":\"mama\",\"text\":\"hello\"}");
        String id = said.path("id").asText();
        CompletableFuture<JsonNode> fate =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return get("/telegram/messages/" + id + "?wait=20s");
                            } catch (Exception failed) {
                                throw new IllegalStateException(failed);
                            }
                        });

        JsonNode update = bot("getUpdates", "{}").path("result").get(0);
        String chat = update.path("message").path("chat").path("id").asText();
        bot("sendMessage", "{\"chat_id\":" + chat + ",\"text\":\"hello\"}");

        assertThat(fate.get().path("answers").get(0).path("text").asText()).isEqualTo("hello");
        assertThat(fate.get().path("deliveries")).hasSize(1);
        assertThat(get("/telegram/heard?user=mama").get(0).path("answers").asText()).isEqualTo(id);
        assertThat(get("/telegram/ledger").path("answered").asInt()).isEqualTo(1);
    }

    @Test
    void endsTheWaitForAnAnswerOnTime() throws Exception {
        String id =
                call("POST", "/telegram/say", "{\"user\":\"mama\",\"text\":\"hello\"}")
                        .path("id")
                        .asText();

        assertThat(get("/telegram/messages/" + id + "?wait=50ms").path("answers")).isEmpty();
    }

    @Test
    void setsFaultsAndRemovesThem() throws Exception {
        String id =
                call(
                                "POST",
                                "/telegram/faults",
                                """
                                {"fault": "status=429", "path": "/bot*/getMe", "times": 2,
                                 "headers": {"retry-after": "5"},
                                 "body": {"ok": false, "error_code": 429,
                                          "description": "Too Many Requests: retry after 5",
                                          "parameters": {"retry_after": 5}}}
                                """)
                        .path("id")
                        .asText();

        assertThat(bot("getMe", "{}").path("parameters").path("retry_after").asInt()).isEqualTo(5);
        JsonNode fault = get("/telegram/faults").path(id);
        assertThat(fault.path("struck").asInt()).isEqualTo(1);
        assertThat(fault.path("times").asInt()).isEqualTo(2);

        call("DELETE", "/telegram/faults/" + id, "");
        assertThat(get("/telegram/faults")).isEmpty();
        assertThat(bot("getMe", "{}").path("ok").asBoolean()).isTrue();
    }

    @Test
    void listsPollersAndConnectionsWithTheirTimes() throws Exception {
        bot("getUpdates", "{}");

        JsonNode poller = get("/telegram/pollers").get(0);
        assertThat(poller.path("token").asText()).startsWith("telegram-");
        assertThat(poller.path("ended").asText()).isEqualTo("answered");
        assertThat(poller.path("end_ns").asLong()).isGreaterThan(poller.path("start_ns").asLong());
        JsonNode connection = get("/telegram/connections").get(0);
        assertThat(connection.path("connection").asLong())
                .isEqualTo(poller.path("connection").asLong());
        assertThat(connection.path("requests").asInt()).isEqualTo(1);
        assertThat(get("/telegram/overlaps")).isEmpty();
        assertThat(get("/telegram/handovers")).isEmpty();
        assertThat(get("").path("telegram").path("tokens").get(0).path("token").asText())
                .isEqualTo(telegram.token());
    }

    @Test
    void stopsAPlatformAndRestartsIt() throws Exception {
        call("POST", "/telegram/crash", "");
        assertThat(telegram.server().connections()).allMatch(one -> one.closed().isPresent());

        call("POST", "/telegram/listen", "");
        assertThat(bot("getMe", "{}").path("ok").asBoolean()).isTrue();
    }

    @Test
    void offersTheActionsOfOnePlatform() throws Exception {
        call(
                "POST",
                "/telegram/group-say",
                "{\"group\":\"family\",\"user\":\"papa\",\"text\":\"hello\"}");

        assertThat(bot("getUpdates", "{}").findValue("chat").path("type").asText())
                .isEqualTo("group");
    }

    @Test
    void reportsInvalidRequests() throws Exception {
        assertThat(get("/icq").path("error").asText())
                .isEqualTo("no platform \"icq\"; there are [telegram]");
        assertThat(get("/telegram/weather").path("error").asText()).contains("weather");
        assertThat(call("POST", "/telegram/say", "{}").path("error").asText())
                .isEqualTo("missing: user");
        assertThat(call("POST", "/telegram/say", "[").path("error").asText())
                .isEqualTo("the body has to be a JSON object");
        assertThat(call("POST", "/telegram/dance", "{}").path("error").asText())
                .isEqualTo("telegram has no action \"dance\"");
        assertThat(
                        call("POST", "/telegram/faults", "{\"fault\":\"gremlins\"}")
                                .path("error")
                                .asText())
                .startsWith("not a fault: \"gremlins\"; there are latency=2s");
    }
}
