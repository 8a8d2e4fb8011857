package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final CancellationScope scope = new CancellationScope();
    private ServerSocket server;
    private Thread acceptor;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        http = new HttpClient("probe", ProxyPolicy.DIRECT, List.of(Secret.of("s3cret")));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        assertThat(http.close(LONG)).isTrue();
        await().until(() -> ended.get() == accepted.get());
    }

    @Test
    void anAnswerArrives() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        assertThat(new String(get(LONG), StandardCharsets.UTF_8)).isEqualTo("ok");
    }

    @Test
    void closingLeavesNoThreadAndNoIdleConnection() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        get(LONG);
        get(LONG);
        assertThat(accepted).as("one connection for both").hasValue(1);
        assertThat(ended).hasValue(0);

        assertThat(http.close(LONG)).isTrue();

        assertThat(Thread.getAllStackTraces().keySet().stream().filter(t -> !before.contains(t)))
                .as("the caller's thread does the work")
                .allMatch(thread -> thread.getName().startsWith("test-server"));
        await().until(() -> ended.get() == 1);
        assertThatThrownBy(() -> get(LONG)).isInstanceOf(CallCancelledException.class);
    }

    @Test
    void clientsOfManyAccountsShareConnectionsUntilTheLastOneIsClosed() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var connections = ConnectionPool.ofMany();
        List<HttpClient> clients = Stream.generate(() -> client(connections)).limit(10).toList();

        for (HttpClient client : clients) {
            client.send(request(), BodyReader.bytes(100), LONG, scope);
        }
        assertThat(accepted).as("one connection for all").hasValue(1);
        for (HttpClient client : clients.subList(1, clients.size())) {
            assertThat(client.close(LONG)).isTrue();
            assertThat(client.close(LONG)).as("twice is once").isTrue();
        }
        clients.get(0).send(request(), BodyReader.bytes(100), LONG, scope);
        assertThat(accepted).as("still the same").hasValue(1);

        assertThat(clients.get(0).close(LONG)).isTrue();

        await().until(() -> ended.get() == 1);
    }

    @Test
    void aPollHasAConnectionOfItsClientAlone() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var connections = ConnectionPool.ofMany();
        HttpClient first = client(connections);
        HttpClient second = client(connections);
        var poll = HttpRequest.newBuilder(request().uri()).poll().build();

        first.send(poll, BodyReader.bytes(100), LONG, scope);
        second.send(poll, BodyReader.bytes(100), LONG, scope);
        first.send(poll, BodyReader.bytes(100), LONG, scope);
        assertThat(accepted).as("one for the polls of each").hasValue(2);
        first.send(request(), BodyReader.bytes(100), LONG, scope);
        second.send(request(), BodyReader.bytes(100), LONG, scope);

        assertThat(accepted).as("and one for all other calls").hasValue(3);
        assertThat(first.close(LONG)).isTrue();
        await().until(() -> ended.get() == 1);
        assertThat(second.close(LONG)).isTrue();
    }

    private static HttpClient client(ConnectionPool connections) {
        return new HttpClient("account", ProxyPolicy.DIRECT, List.of(), connections);
    }

    @Test
    void closingAClientThatWasNeverUsedIsQuick() throws Exception {
        assertThat(http.close(Duration.ZERO)).isTrue();
        assertThat(http.close(Duration.ZERO)).isTrue();
    }

    @Test
    void cancellingClosesTheSocketOfACallThatIsNotAnswered() throws Exception {
        serve("");
        CompletableFuture<?> call = getInBackground();
        await().until(() -> requests.get() == 1);

        scope.cancel();

        assertThatThrownBy(call::join).hasCauseInstanceOf(CallCancelledException.class);
        await().until(() -> ended.get() == 1);
    }

    @Test
    void cancellingEndsACallWhoseBodyStalls() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        CompletableFuture<?> call = getInBackground();
        await().until(() -> requests.get() == 1);

        scope.cancel();

        assertThatThrownBy(call::join).hasCauseInstanceOf(CallCancelledException.class);
        await().until(() -> ended.get() == 1);
    }

    @Test
    void theDeadlineCoversTheBody() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

        assertThatThrownBy(() -> get(Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        HttpCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TIMEOUT))
                .hasMessage("no complete answer in 0.3 s");
        await().until(() -> ended.get() == 1);
    }

    @Test
    void interruptingTheCallerEndsTheCall() throws Exception {
        serve("");
        var thrown = new CompletableFuture<Throwable>();
        var caller =
                new Thread(
                        () -> {
                            try {
                                get(LONG);
                                thrown.complete(null);
                            } catch (Exception e) {
                                thrown.complete(e);
                            }
                        });
        caller.start();
        await().until(() -> requests.get() == 1);

        caller.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        await().until(() -> ended.get() == 1);
    }

    @Test
    void aCallOfACancelledScopeNeverBegins() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        scope.cancel();

        assertThatThrownBy(() -> get(LONG)).isInstanceOf(CallCancelledException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aBodyOverTheLimitClosesTheConnection() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(200_000));

        assertThatThrownBy(() -> get(LONG))
                .isInstanceOfSatisfying(
                        HttpCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TOO_LARGE))
                .hasMessage("answer larger than 100000 bytes");
        await().until(() -> ended.get() == 1);
    }

    @Test
    void aBodyGoesToAFile(@TempDir Path folder) throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        Path file = Files.writeString(folder.resolve("file"), "longer than before");

        http.send(request(), BodyReader.file(file, 10), LONG, scope);

        assertThat(file).hasContent("abc");
    }

    @Test
    void failuresSayWhatHappenedWithoutCauseOrSecret() throws Exception {
        serve("nonsense about s3cret\r\n\r\n");
        assertThatThrownBy(() -> get(LONG))
                .isInstanceOf(HttpCallException.class)
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
    }

    /** Uses a port that is bound but not listened on: no other process can answer there. */
    @Test
    void aRefusedConnectionIsCalledSoWithoutCauseOrSecret() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI nowhere = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/s3cret");
            HttpRequest refused = HttpRequest.newBuilder(nowhere).build();

            assertThatThrownBy(() -> http.send(refused, BodyReader.bytes(9), LONG, scope))
                    .isInstanceOf(HttpCallException.class)
                    .hasNoCause()
                    .hasMessage("connection refused");
        }
    }

    @Test
    void aHostThatDoesNotExistIsNamedSo() {
        HttpRequest nowhere = HttpRequest.newBuilder(URI.create("http://no.invalid/")).build();

        assertThatThrownBy(() -> http.send(nowhere, BodyReader.bytes(9), LONG, scope))
                .isInstanceOf(HttpCallException.class)
                .hasMessage("host name not found");
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/s3cret");
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(base()).build();
    }

    private byte[] get(Duration within) throws Exception {
        return http.send(request(), BodyReader.bytes(100_000), within, scope).body();
    }

    private CompletableFuture<byte[]> getInBackground() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return get(LONG);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                });
    }

    /** Sends the same bytes after each request, and counts connections and their ends. */
    private void serve(String answer) {
        acceptor =
                new Thread(
                        () -> {
                            while (!server.isClosed()) {
                                try {
                                    Socket socket = server.accept();
                                    accepted.incrementAndGet();
                                    new Thread(() -> answer(socket, answer), "test-server").start();
                                } catch (IOException e) {
                                    return;
                                }
                            }
                        });
        acceptor.start();
    }

    private void answer(Socket socket, String answer) {
        try (socket) {
            var buffer = new byte[4096];
            while (socket.getInputStream().read(buffer) > 0) {
                requests.incrementAndGet();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                if (answer.startsWith("nonsense")) {
                    break;
                }
            }
        } catch (IOException e) {
            // The client closed the connection, which is expected.
        }
        ended.incrementAndGet();
    }
}
