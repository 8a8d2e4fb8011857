package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.http.service.HttpCalls;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHandlerTest {

    @TempDir Path home;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile Service service;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        service.answer(exchange);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheMessageAndTakesTheAnswers() throws Exception {
        var seen = new String[2];
        serve(
                exchange -> {
                    seen[0] = body(exchange);
                    seen[1] = exchange.getRequestHeaders().getFirst("X-Gateway-Id");
                    answer(exchange, 200, "{\"answers\":[{\"text\":\"a\"},{\"text\":\"b\"}]}");
                });

        assertThat(ask(handler(Map.of()))).containsExactly(Answer.of("a"), Answer.of("b"));
        assertThat(MessageJson.MAPPER.readTree(seen[0]))
                .isEqualTo(MessageJson.write(RequestFixtures.request("1", "hello")));
        assertThat(seen[1]).isEqualTo("1");
    }

    @Test
    void takesOneAnswerPlainTextAndSilence() throws Exception {
        serve(exchange -> answer(exchange, 200, "{\"text\":\"one\"}"));
        assertThat(ask(handler(Map.of()))).containsExactly(Answer.of("one"));

        serve(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
                    answer(exchange, 200, "plain 世界");
                });
        assertThat(ask(handler(Map.of()))).containsExactly(Answer.of("plain 世界"));

        serve(exchange -> exchange.sendResponseHeaders(204, -1));
        assertThat(ask(handler(Map.of()))).isEmpty();
    }

    @Test
    void eachAnswerMayNameItsFormat() throws Exception {
        serve(
                exchange ->
                        answer(
                                exchange,
                                200,
                                """
                                {"answers":[{"text":"a","format":"plain"},{"text":"b"}]}"""));

        assertThat(ask(handler(Map.of())))
                .extracting(Answer::format)
                .containsExactly(Optional.of(TextFormat.PLAIN), Optional.empty());
    }

    @Test
    void signsWhatItSends() throws Exception {
        Secret secret = Secret.of("correct horse");
        var expected = new String[1];
        var found = new String[1];
        serve(
                exchange -> {
                    String time = exchange.getRequestHeaders().getFirst("X-Gateway-Timestamp");
                    found[0] = exchange.getRequestHeaders().getFirst("X-Gateway-Signature");
                    expected[0] =
                            HmacSignature.of(
                                    secret, time, body(exchange).getBytes(StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                });

        ask(handler(Map.of("secret", secret)));

        assertThat(found[0]).startsWith("sha256=").hasSize(7 + 64).isEqualTo(expected[0]);
    }

    @Test
    void knowsTheSignatureOfAKnownMessage() {
        // Computed with: printf '1700000000.{}' | openssl dgst -sha256 -hmac key
        assertThat(
                        HmacSignature.of(
                                Secret.of("key"),
                                "1700000000",
                                "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
    }

    @Test
    void everyOtherAnswerFailsWithoutTellingTheAddress() throws Exception {
        for (int status : List.of(301, 400, 401, 404, 429, 500, 503)) {
            serve(exchange -> answer(exchange, status, "no"));
            assertThatThrownBy(() -> ask(handler(Map.of())))
                    .isInstanceOf(HandlerException.class)
                    .hasMessageContaining("answered " + status)
                    .hasMessageNotContaining("secret-path");
        }
    }

    @Test
    void answersThatMakeNoSenseFail() throws Exception {
        serve(exchange -> answer(exchange, 200, "<html>"));
        assertThatThrownBy(() -> ask(handler(Map.of()))).hasMessageContaining("no JSON");

        serve(exchange -> answer(exchange, 200, "{\"text\":\"" + "x".repeat(17 << 20) + "\"}"));
        assertThatThrownBy(() -> ask(handler(Map.of()))).hasMessageContaining("more than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"text\":\"hi\"}]",
                "{\"answer\":\"hi\"}",
                "{\"error\":\"why\"}",
                "{\"error\":{\"message\":\"why\"}}",
                "{\"text\":{\"a\":1}}",
                "{\"text\":7}",
                "{\"text\":[\"hi\"]}",
                "{\"answers\":\"hi\"}",
                "{\"answers\":{\"text\":\"hi\"}}",
                "{\"answers\":null}",
                "{\"answers\":[\"hi\"]}",
                "{\"answers\":[{}]}",
                "{\"answers\":[{\"text\":\"a\"},{\"answer\":\"b\"}]}",
                "{\"answers\":[],\"text\":\"hi\"}",
                "{\"attachments\":{\"data\":\"aGk=\"}}",
                "{\"text\":\"hi\",\"attachments\":[7]}",
                "{\"text\":\"hi\"} {\"text\":\"there\"}",
                "{\"text\":\"hi\"",
                "{\"attachments\":[{\"data\":\"?\"}]}",
                "{}",
                "\"hi\"",
                "null",
                " ",
                ""
            })
    void whatIsNotUnderstoodIsAFailedTryAndNotSilence(String body) throws Exception {
        serve(exchange -> answer(exchange, 200, body));

        assertThatThrownBy(() -> ask(handler(Map.of()))).isInstanceOf(HandlerException.class);
        if (Files.exists(home.resolve("media"))) {
            try (var files = Files.list(home.resolve("media"))) {
                assertThat(files).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"answers\":[]}", "{\"text\":\"\"}", "{\"answers\":[{\"text\":\"\"}]}"})
    void silenceCanBeSaid(String body) throws Exception {
        serve(exchange -> answer(exchange, 200, body));

        assertThat(ask(handler(Map.of()))).isEmpty();
    }

    @Test
    void aTextBeyond256KiBFailsAndSoDoesTheSumBeyond1MiB() throws Exception {
        serve(exchange -> answer(exchange, 200, "{\"text\":\"" + "x".repeat(256 << 10) + "\"}"));
        assertThat(ask(handler(Map.of())).get(0).text()).hasSize(256 << 10);
        serve(exchange -> answer(exchange, 200, "{\"text\":\"" + "世".repeat(90_000) + "\"}"));
        assertThatThrownBy(() -> ask(handler(Map.of()))).hasMessageContaining("256 KiB");
        String part = "{\"text\":\"" + "x".repeat(200 << 10) + "\"}";
        String parts = String.join(",", List.of(part, part, part, part, part, part));
        serve(exchange -> answer(exchange, 200, "{\"answers\":[" + parts + "]}"));
        assertThatThrownBy(() -> ask(handler(Map.of()))).hasMessageContaining("1 MiB");
        serve(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    answer(exchange, 200, "x".repeat((256 << 10) + 1));
                });
        assertThatThrownBy(() -> ask(handler(Map.of()))).hasMessageContaining("256 KiB");
    }

    @Test
    void nobodyThereFails() throws Exception {
        MessageHandler handler = handler(Map.of());
        server.stop(0);

        assertThatThrownBy(() -> ask(handler))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("secret-path");
    }

    @Test
    void aServiceThatStallsInTheMiddleOfItsAnswerIsLeftAtTheTimeout() throws Exception {
        serve(
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    awaitRelease();
                });

        assertThatThrownBy(() -> ask(handler(Map.of("timeout", Duration.ofMillis(200)))))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("gave no complete answer within");
    }

    @Test
    void anInterruptEndsTheRequestAtOnce() throws Exception {
        var arrived = new CountDownLatch(1);
        serve(
                exchange -> {
                    arrived.countDown();
                    awaitRelease();
                });
        MessageHandler handler = handler(Map.of());
        Future<List<Answer>> asking = threads.submit(() -> ask(handler));
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

        asking.cancel(true);

        await().atMost(Duration.ofSeconds(30)).until(() -> !somebodyCalls());
    }

    @Test
    void storesFilesThatComeInsideTheAnswerButReadsNone() throws Exception {
        String data = Base64.getEncoder().encodeToString("png".getBytes(StandardCharsets.UTF_8));
        serve(
                exchange ->
                        answer(
                                exchange,
                                200,
                                "{\"attachments\":[{\"name\":\"../x.png\",\"media_type\":"
                                        + "\"image/png\",\"data\":\""
                                        + data
                                        + "\"}]}"));
        MessageHandler handler = handler(Map.of());

        var attachment = ask(handler).get(0).attachments().get(0);
        ask(handler);

        assertThat(attachment.path().getParent()).isEqualTo(home.resolve("media"));
        assertThat(attachment.path()).hasContent("png");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(attachment.path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(home.resolve("media"))) {
            assertThat(files).hasSize(1);
        }
        serve(exchange -> answer(exchange, 200, "{\"attachments\":[{\"path\":\"/etc/passwd\"}]}"));
        assertThatThrownBy(() -> ask(handler)).isInstanceOf(HandlerException.class);
    }

    private static boolean somebodyCalls() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(HttpCalls.class.getName()));
    }

    private List<Answer> ask(MessageHandler handler) throws Exception {
        return handler.handle(RequestFixtures.request("1", "hello"));
    }

    private MessageHandler handler(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put(
                "url",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret-path"));
        return HandlerFactory.create(
                new HandlerConfig("http", Options.of(options)),
                new HandlerContext(home, home.resolve("media"), null));
    }

    private void serve(Service answers) {
        service = answers;
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @FunctionalInterface
    private interface Service {
        void answer(HttpExchange exchange) throws IOException;
    }
}
