package dev.gateway.it.acceptance.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Tests that {@code running} means that messages are answered. */
class HandlerStateIT extends GatewayProcessFixture {

    private static final String ECHO =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
            done
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private int health;

    @Test
    void aProgramThatIsNotThereShowsEverywhereAndSoDoesItsRecovery() throws Exception {
        configure("{type: process, command: [sh, bot.sh]}");
        running();
        assertThat(gateway.status().at("/handler/state").asText()).isEqualTo("unknown");
        SentMessage sent = telegram.user("anna").says("are you there?");

        home.awaitState("degraded", TIMEOUT);

        JsonNode status = gateway.status();
        assertThat(status.at("/handler/type").asText()).isEqualTo("process");
        assertThat(status.at("/handler/state").asText()).isEqualTo("failing");
        assertThat(status.at("/handler/error").asText())
                .contains("ended with status")
                .contains("bot.sh");
        assertThat(status.at("/handler/last_answer_at").isNull()).isTrue();
        await().atMost(TIMEOUT)
                .until(() -> gateway.status().at("/messages/oldest_pending_at").isTextual());
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> get("/readyz").statusCode() == 503);
        assertThat(get("/readyz").body()).contains("the handler is failing").contains("bot.sh");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("gateway_handler_state{state=\"failing\"} 1");
        assertThat(gateway.run(TIMEOUT, "doctor").expectExit(1).stdout())
                .contains("✘ handler")
                .contains("bot.sh");
        assertThat(gateway.run(TIMEOUT, "status").expectExit(0).stdout())
                .contains("handler   process, failing");
        assertThat(home.events(EventType.HANDLER_FAILING)).hasSize(1);

        Files.writeString(home.path().resolve("bot.sh"), ECHO);

        assertThat(sent.awaitAnswer(TIMEOUT)).isEqualTo("are you there?");
        home.awaitState("running", TIMEOUT);
        assertThat(gateway.status().at("/handler/state").asText()).isEqualTo("ok");
        assertThat(gateway.status().at("/handler/error").isNull()).isTrue();
        await().atMost(TIMEOUT).until(() -> get("/readyz").statusCode() == 200);
        assertThat(home.events(EventType.HANDLER_RECOVERED)).hasSize(1);
        assertThat(gateway.run(TIMEOUT, "doctor").stdout()).contains("✔ handler");
    }

    @Test
    void aProgramThatCannotBeStartedIsFailingAtOnceAndAnotherOneBeginsAnew() throws Exception {
        configure("{type: process, command: [/nowhere/bot]}");
        running();
        SentMessage sent = telegram.user("anna").says("are you there?");
        home.awaitState("degraded", TIMEOUT);
        assertThat(gateway.status().at("/handler/error").asText()).contains("cannot be started");

        configure("{type: echo}");
        gateway.run(TIMEOUT, "reload").expectExit(0);

        home.awaitState("running", TIMEOUT);
        sent.awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT)
                .until(() -> gateway.status().at("/handler/state").asText().equals("ok"));
        assertThat(gateway.status().at("/handler/type").asText()).isEqualTo("echo");
    }

    @Test
    void anEndpointThatIsDownShowsUntilItAnswers() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configure("{type: http, url: \"http://127.0.0.1:" + port + "/\"}");
        running();
        SentMessage sent = telegram.user("anna").says("are you there?");
        home.awaitState("degraded", TIMEOUT);
        assertThat(gateway.status().at("/handler/error").asText())
                .contains("127.0.0.1:" + port + " cannot be reached");

        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] answer =
                                "{\"text\":\"are you there?\"}".getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        server.start();
        try {
            assertThat(sent.awaitAnswer(TIMEOUT)).isEqualTo("are you there?");
            home.awaitState("running", TIMEOUT);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSlowOneThatAnswersRaisesNothing() throws Exception {
        configure("{type: process, command: [sh, bot.sh]}");
        Files.writeString(
                home.path().resolve("bot.sh"), ECHO.replace("  printf", "  sleep 4\n  printf"));
        running();

        assertThat(telegram.user("anna").says("are you there?").awaitAnswer(TIMEOUT))
                .isEqualTo("are you there?");

        assertThat(home.events(EventType.HANDLER_FAILING)).isEmpty();
        assertThat(home.events(EventType.STATE_CHANGED))
                .extracting(event -> event.text(EventField.STATE))
                .doesNotContain("degraded");
        await().atMost(TIMEOUT)
                .until(() -> gateway.status().at("/handler/state").asText().equals("ok"));
    }

    private void configure(String handler) throws IOException {
        if (health == 0) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                health = free.getLocalPort();
            }
        }
        home.write(config().withHealth(health).with("family", telegram).withHandler(handler));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + path)).build(),
                BodyHandlers.ofString());
    }
}
