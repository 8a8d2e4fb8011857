package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The effect of each fault on a plain client. */
class FaultInjectionTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration NOTICEABLE = Duration.ofMillis(200);
    private static final String BODY = "{\"answer\":\"forty-two\"}";

    private final AtomicInteger handled = new AtomicInteger();
    private final FakeServer server =
            FakeServer.start(
                    "faults",
                    request -> {
                        handled.incrementAndGet();
                        return CompletableFuture.completedFuture(
                                Response.text(200, "application/json", BODY));
                    });
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path)).timeout(SOON).build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> getLater(String path) {
        return client.sendAsync(request(path), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void injectsAFaultOnlyIntoMatchingRequestsAndOnlyTheGivenTimes() throws Exception {
        String id =
                server.faults()
                        .add(
                                FaultRule.on("/bot*/getupdates", Fault.Answer.status(502, "bad"))
                                        .times(2));

        assertThat(get("/bot1:A/sendMessage").statusCode()).isEqualTo(200);
        assertThat(get("/bot1:A/getUpdates").statusCode()).isEqualTo(502);
        assertThat(get("/bot2:B/GETUPDATES").statusCode()).isEqualTo(502);
        assertThat(get("/bot1:A/getUpdates").statusCode()).isEqualTo(200);
        assertThat(server.faults().injectedCount(id)).isEqualTo(2);
        assertThat(handled).hasValue(2);
    }

    @Test
    void removingAFaultEndsIt() throws Exception {
        String id = server.faults().add(FaultRule.on("*", Fault.Answer.status(500, "no")));
        assertThat(get("/").statusCode()).isEqualTo(500);

        assertThat(server.faults().remove(id)).isTrue();

        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(server.faults().remove(id)).isFalse();
    }

    @Test
    void latencyDelaysTheRequest() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.Latency(NOTICEABLE)));

        long start = System.nanoTime();
        assertThat(get("/").statusCode()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(NOTICEABLE);
    }

    @Test
    void holdKeepsTheAnswerUntilTheFaultIsRemoved() throws Exception {
        server.faults().add(FaultRule.on("*", Fault.Hold.untilRemoved()));
        var answer = getLater("/");
        await().atMost(SOON).until(() -> handled.get() == 1);
        assertThat(answer).isNotDone();

        server.faults().clear();

        assertThat(answer.get().body()).isEqualTo(BODY);
    }

    @Test
    void holdForATimeEndsByItself() throws Exception {
        server.faults().add(FaultRule.on("*", Fault.Hold.during(NOTICEABLE)));

        long start = System.nanoTime();
        assertThat(get("/").body()).isEqualTo(BODY);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(NOTICEABLE);
    }

    @Test
    void stallSendsHalfOfTheBody() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.Stall(Optional.empty())));
        var answer = client.send(request("/"), HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream body = answer.body()) {
            byte[] half = body.readNBytes(BODY.length() / 2);
            assertThat(new String(half, StandardCharsets.UTF_8))
                    .isEqualTo(BODY.substring(0, BODY.length() / 2));
            assertThat(body.available()).isZero();

            server.faults().clear();

            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(BODY.substring(BODY.length() / 2));
        }
    }

    @Test
    void resetBeforeHandlingLosesTheRequest() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.Reset(false)));

        assertThat(resetSeenByAPlainSocket()).isTrue();
        assertThat(handled).hasValue(0);
    }

    @Test
    void resetAfterHandlingLosesTheAnswer() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.Reset(true)));

        assertThat(resetSeenByAPlainSocket()).isTrue();
        assertThat(handled).hasValue(1);
    }

    private boolean resetSeenByAPlainSocket() throws IOException {
        try (Socket socket = plainRequest()) {
            socket.getInputStream().read();
            return false;
        } catch (SocketException reset) {
            return reset.getMessage().contains("reset");
        }
    }

    private Socket plainRequest() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) SOON.toMillis());
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: fake\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void halfOpenKeepsTheSocketAndSendsNothing() throws Exception {
        String id = server.faults().add(FaultRule.on("*", new Fault.HalfOpen()));
        try (Socket socket = plainRequest()) {
            await().atMost(SOON).until(() -> server.faults().injectedCount(id) == 1);
            socket.setSoTimeout((int) NOTICEABLE.toMillis());
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.connections().get(0).closed()).isEmpty();

            server.faults().clear();

            socket.setSoTimeout((int) SOON.toMillis());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(handled).hasValue(0);
        }
    }

    @Test
    void malformedJsonIsNoJson() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.MalformedJson()));

        HttpResponse<String> answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new ObjectMapper().readTree(answer.body()))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void oversizedJsonIsAsLongAsAskedForAndLeavesTheConnectionUsable() throws Exception {
        int megabytes = 40 * 1024 * 1024;
        server.faults().add(FaultRule.on("*", new Fault.OversizedJson(megabytes)).times(1));

        long length = 0;
        var answer = client.send(request("/"), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                length += read;
            }
        }

        assertThat(length).isGreaterThanOrEqualTo(megabytes);
        assertThat(get("/").body()).isEqualTo(BODY);
        assertThat(server.connections()).hasSize(1);
    }

    @Test
    void oversizedJsonIsValid() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.OversizedJson(1000)));

        assertThat(new ObjectMapper().readTree(get("/").body()).path("ok").asBoolean()).isTrue();
    }

    @Test
    void contentTypeOfTheRealAnswerCanBeWrong() throws Exception {
        server.faults().add(FaultRule.on("*", new Fault.ContentType("application/octet-stream")));

        HttpResponse<String> answer = get("/");

        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/octet-stream");
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @Test
    void refuseResetsConnectionsAndAcceptsNone() throws Exception {
        get("/");
        String id = server.faults().add(FaultRule.on("*", new Fault.Refuse()));

        assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
        assertThat(server.connections().get(0).closed())
                .map(RequestOutcome::endedBy)
                .contains(RequestOutcome.EndedBy.SERVER_CLOSED);

        server.faults().remove(id);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }
}
