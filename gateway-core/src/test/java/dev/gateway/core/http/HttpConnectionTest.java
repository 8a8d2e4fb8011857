package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.proxy.ProxyPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of connections that end, stall, or lead to several addresses. */
class HttpConnectionTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int LARGE = 64 << 20;

    private final CancellationScope scope = new CancellationScope();
    private HttpClient http = new HttpClient("probe", ProxyPolicy.DIRECT, List.of());

    @AfterEach
    void close() throws Exception {
        assertThat(http.close(SOON)).isTrue();
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsNotUsedAgain() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(out, OK);
                        })) {
            for (int i = 1; i <= 5; i++) {
                int number = i;
                // Not even a call that must not arrive twice is in doubt.
                assertThat(post(server, false)).isEqualTo("ok");
                await().until(() -> server.accepted.get(number - 1).isClosed());
            }
            assertThat(server.requests).hasSize(5);
        }
    }

    @Test
    void aKeptConnectionThatBreaksBeforeTheAnswerIsReplacedWhereThatIsSafe() throws Exception {
        try (var server = new ScriptedServer(HttpConnectionTest::secondRequestOnEachIsDropped)) {
            assertThat(post(server, true)).isEqualTo("ok");
            assertThat(post(server, true)).isEqualTo("ok");
            assertThat(server.accepted).hasSize(2);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void aMessageThatMayHaveArrivedIsNotSentAgain() throws Exception {
        try (var server = new ScriptedServer(HttpConnectionTest::secondRequestOnEachIsDropped)) {
            assertThat(post(server, false)).isEqualTo("ok");

            assertThatThrownBy(() -> post(server, false)).isInstanceOf(HttpCallException.class);

            assertThat(server.requests).hasSize(2);
        }
    }

    private static void secondRequestOnEachIsDropped(
            ScriptedServer server, java.io.InputStream in, java.io.OutputStream out)
            throws Exception {
        server.head(in);
        ScriptedServer.write(out, OK);
        server.head(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK,
                "HTTP/1.1 200 OK\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
            })
    void readsEachFormOfABody(String answer) throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(out, answer);
                        })) {
            assertThat(post(server, true)).isEqualTo("ok");
            assertThat(post(server, true)).isEqualTo("ok");
        }
    }

    @Test
    void aServerThatTakesNothingMoreIsGivenUpInTime() throws Exception {
        try (var server = new ScriptedServer((it, in, out) -> it.over.await())) {
            assertThatThrownBy(() -> upload(server, Duration.ofMillis(700)))
                    .isInstanceOfSatisfying(
                            HttpCallException.class,
                            e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TIMEOUT));
        }
    }

    @Test
    void cancellingEndsAnUploadThatStalls() throws Exception {
        try (var server = new ScriptedServer((it, in, out) -> it.over.await())) {
            var thrown = new CompletableFuture<Throwable>();
            var caller =
                    new Thread(
                            () -> {
                                try {
                                    upload(server, SOON.multipliedBy(10));
                                    thrown.complete(null);
                                } catch (Exception e) {
                                    thrown.complete(e);
                                }
                            });
            caller.start();
            await().until(() -> server.accepted.size() == 1);

            scope.cancel();

            assertThat(thrown.get()).isInstanceOf(CallCancelledException.class);
        }
    }

    @Test
    void aServerThatDripsItsAnswerIsGivenUpInTime() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(
                                    out, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
                            while (true) {
                                ScriptedServer.write(out, "x");
                                Thread.sleep(50);
                            }
                        })) {
            assertThatThrownBy(
                            () ->
                                    http.send(
                                            request(server).build(),
                                            BodyReader.bytes(100),
                                            Duration.ofMillis(500),
                                            scope))
                    .isInstanceOfSatisfying(
                            HttpCallException.class,
                            e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TIMEOUT));
        }
    }

    @Test
    void aRefusalOfAnUploadThatIsNotTakenToItsEndIsRead() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(
                                    out,
                                    "HTTP/1.1 413 Too Large\r\nConnection: close\r\n"
                                            + "Content-Length: 3\r\n\r\nbig");
                            it.over.await();
                        })) {
            server.accepted.clear();
            HttpResponse<byte[]> answer =
                    http.send(
                            request(server).post(RequestBody.bytes(new byte[8 << 10])).build(),
                            BodyReader.bytes(100),
                            SOON,
                            scope);
            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void everyAddressOfAHostIsTried() throws Exception {
        InetAddress[] all = InetAddress.getAllByName("localhost");
        InetAddress last = all[all.length - 1];
        try (var server =
                new ScriptedServer(
                        last,
                        0,
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(out, OK);
                        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("http", "localhost")).build();

            assertThat(http.send(request, BodyReader.bytes(9), SOON, scope).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void tlsIsSpokenAndTheNameOfTheServerChecked(@TempDir Path folder) throws Exception {
        SSLContext tls = LoopbackTls.selfSigned(folder);
        var requests = new AtomicInteger();
        try (var listener =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var server =
                    new Thread(
                            () -> {
                                while (true) {
                                    try (var socket = listener.accept()) {
                                        var in = socket.getInputStream();
                                        while (in.read() != '\n') {
                                            continue;
                                        }
                                        requests.incrementAndGet();
                                        ScriptedServer.write(
                                                socket.getOutputStream(),
                                                "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                                        + "Content-Length: 300000\r\n\r\n"
                                                        + "x".repeat(300_000));
                                        in.transferTo(java.io.OutputStream.nullOutputStream());
                                    } catch (java.io.IOException e) {
                                        if (listener.isClosed()) {
                                            return;
                                        }
                                    }
                                }
                            });
            server.setDaemon(true);
            server.start();
            http.close(SOON);
            http = new HttpClient("probe", ProxyPolicy.DIRECT, List.of(), tls::getSocketFactory);
            String port = ":" + listener.getLocalPort() + "/";

            HttpResponse<byte[]> answer = get("https://127.0.0.1" + port);

            assertThat(answer.body()).hasSize(300_000);
            assertThatThrownBy(() -> get("https://localhost" + port))
                    .isInstanceOf(HttpCallException.class)
                    .hasMessageStartingWith("TLS: ");
            assertThat(requests).hasValue(1);
        }
    }

    private HttpResponse<byte[]> get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return http.send(request, BodyReader.bytes(1 << 20), SOON, scope);
    }

    private HttpRequest.Builder request(ScriptedServer server) {
        return HttpRequest.newBuilder(server.uri("http", "127.0.0.1"));
    }

    private String post(ScriptedServer server, boolean repeatable) throws Exception {
        HttpRequest.Builder request = request(server).post(RequestBody.none());
        if (repeatable) {
            request.repeatable();
        }
        byte[] body = http.send(request.build(), BodyReader.bytes(100), SOON, scope).body();
        return new String(body, StandardCharsets.UTF_8);
    }

    private void upload(ScriptedServer server, Duration within) throws Exception {
        http.send(
                request(server).post(RequestBody.bytes(new byte[LARGE])).build(),
                BodyReader.bytes(100),
                within,
                scope);
    }
}
