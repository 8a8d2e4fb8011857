package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The HTTP server, as every fake platform relies on it. */
class FakeServerTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ConcurrentLinkedQueue<Request> arrived = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Response> held = new CompletableFuture<>();
    private volatile CountDownLatch free = new CountDownLatch(1);
    private final FakeServer server = FakeServer.start("under-test", this::answer);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private CompletionStage<Response> answer(Request request) {
        arrived.add(request);
        if (request.path().equals("/held")) {
            return held;
        }
        if (request.path().equals("/busy")) {
            awaitFree();
        }
        return CompletableFuture.completedFuture(
                Response.text(
                        200,
                        "text/plain",
                        request.method() + " " + request.path() + " " + request.text()));
    }

    private void awaitFree() {
        try {
            free.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path)).timeout(SOON).build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersRequestsOverOneConnectionThatIsKeptAlive() throws Exception {
        assertThat(get("/a%20b?c=d").body()).isEqualTo("GET /a b ");
        assertThat(get("/second").statusCode()).isEqualTo(200);

        assertThat(server.connections()).hasSize(1);
        assertThat(server.connections().get(0).requests()).isEqualTo(2);
        assertThat(arrived.peek().queryParameter("c")).contains("d");
    }

    @Test
    void holdsAnAnswerUntilTheFakeCompletesIt() throws Exception {
        var answer = client.sendAsync(request("/held"), HttpResponse.BodyHandlers.ofString());
        await().atMost(SOON).until(() -> !arrived.isEmpty());
        assertThat(get("/other").statusCode()).isEqualTo(200);
        assertThat(answer).isNotDone();

        held.complete(Response.text(200, "text/plain", "at last"));

        assertThat(answer.get().body()).isEqualTo("at last");
        assertThat(arrived.peek().finished().get().endedBy())
                .isEqualTo(RequestOutcome.EndedBy.ANSWERED);
    }

    @Test
    void noticesAtOnceThatTheClientOfAHeldRequestIsGone() throws Exception {
        var answer = client.sendAsync(request("/held"), HttpResponse.BodyHandlers.ofString());
        await().atMost(SOON).until(() -> !arrived.isEmpty());

        long cancelled = System.nanoTime();
        answer.cancel(true);

        RequestOutcome outcome = arrived.peek().finished().get();
        assertThat(outcome.endedBy()).isEqualTo(RequestOutcome.EndedBy.CLIENT_CLOSED);
        assertThat(Duration.ofNanos(outcome.nanos() - cancelled)).isBetween(Duration.ZERO, SOON);
        assertThat(arrived.peek().connection().closed()).contains(outcome);
    }

    @Test
    void knowsThatAConnectionEndedBeforeARequestThatCameLater() throws Exception {
        for (int round = 0; round < 20; round++) {
            arrived.clear();
            free = new CountDownLatch(1);
            try (Socket first = new Socket("127.0.0.1", server.port());
                    Socket second = new Socket("127.0.0.1", server.port())) {
                send(first, "/held");
                awaitRequests(1);
                send(second, "/busy");
                awaitRequests(2);
                // Both happen between two rounds of the server's loop, which sees the later one
                // first.
                first.close();
                send(second, "/after");
                free.countDown();
                awaitRequests(3);

                List<Request> all = List.copyOf(arrived);
                assertThat(all.get(0).finished()).isDone();
                assertThat(all.get(0).finished().get().nanos())
                        .isLessThanOrEqualTo(all.get(2).startedNanos());
            }
        }
    }

    private void awaitRequests(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> arrived.size() >= count);
    }

    private static void send(Socket socket, String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: fake\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void findsTheProcessOfItsClient() throws Exception {
        get("/");

        assertThat(server.connections().get(0).whenProcessKnown().get())
                .hasValueSatisfying(
                        process -> {
                            assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
                            assertThat(process.alive()).isTrue();
                        });
    }

    @Test
    void crashesAndListensAgainOnTheSamePort() throws Exception {
        get("/before");
        int port = server.port();

        server.crash();
        assertThatThrownBy(() -> get("/down")).isInstanceOf(ConnectException.class);

        server.listen();
        assertThat(get("/after").statusCode()).isEqualTo(200);
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void anotherServerCanTakeThePortOfAClosedOne() throws Exception {
        for (int round = 0; round < 30; round++) {
            FakeServer closed = FakeServer.start("closed", this::answer);
            try (Socket client = new Socket("127.0.0.1", closed.port())) {
                send(client, "/held");
                closed.close();
                FakeServer.start("next", closed.port(), this::answer).close();
            }
        }
    }

    @Test
    void namesThePortThatIsTaken() {
        assertThatThrownBy(() -> FakeServer.start("third", server.port(), this::answer))
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        get("/");
        server.close();

        await().atMost(SOON)
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(one -> one.getName().startsWith("sim-under")));
    }

    @Test
    void reportsAFailingHandler() throws Exception {
        try (FakeServer broken =
                FakeServer.start(
                        "broken",
                        request -> {
                            throw new IllegalStateException("by intent");
                        })) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(broken.uri()).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("by intent");
        }
    }
}
