package dev.gateway.cli.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedHttpServerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<Socket> clients = new ArrayList<>();
    private BoundedHttpServer server;

    @BeforeEach
    void listen() throws IOException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                new BoundedHttpServer(
                        anyPort,
                        Duration.ofSeconds(1),
                        path -> HealthResponse.text(200, "page " + path));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void bothFormsOfATargetNameTheSamePath() {
        assertThat(BoundedHttpServer.path("/healthz")).isEqualTo("/healthz");
        assertThat(BoundedHttpServer.path("/healthz?probe=1")).isEqualTo("/healthz");
        assertThat(BoundedHttpServer.path("http://127.0.0.1:9464/healthz?a=/b"))
                .isEqualTo("/healthz");
        assertThat(BoundedHttpServer.path("HTTP://gateway.example")).isEqualTo("/");
    }

    @Test
    void answersOneRequestAConnection() throws IOException {
        assertThat(ask("GET /healthz?x=1 HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Connection: close")
                .endsWith("\r\n\r\npage /healthz\n");
        assertThat(ask("HEAD / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n");
        assertThat(ask("POST / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405");
        assertThat(ask("hello\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(ask("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(2000))).doesNotContain("200");
    }

    @Test
    void aProbeIsServedAtOnceHoweverManySayNothing() throws IOException {
        for (int i = 0; i < BoundedHttpServer.MAX_CONNECTIONS; i++) {
            clients.add(connect());
        }
        assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void clientsThatSayNothingAreClosedAndOthersAreServedAgain() throws IOException {
        for (int i = 0; i < 3 * BoundedHttpServer.MAX_CONNECTIONS; i++) {
            clients.add(connect());
        }
        // Each has at most a second; then there is room again.
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> ask("GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 200"));
        for (Socket client : clients) {
            client.setSoTimeout(Math.toIntExact(SOON.toMillis()));
            assertThat(readsItsEnd(client)).isTrue();
        }
    }

    @Test
    void aClientThatTricklesItsRequestIsCutOffAsWell() throws Exception {
        Socket trickling = connect();
        clients.add(trickling);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            try {
                                trickling.getOutputStream().write('G');
                                return false;
                            } catch (IOException e) {
                                return true;
                            }
                        });
    }

    @Test
    void leavesNoThreadAndNoSocketBehind() throws Exception {
        ask("GET / HTTP/1.1\r\n\r\n");
        InetSocketAddress address = server.address();

        server.close();

        // Not at once: the kernel keeps the socket until the accept that was interrupted returns.
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThatThrownBy(
                                                () ->
                                                        new Socket(
                                                                        address.getAddress(),
                                                                        address.getPort())
                                                                .close())
                                        .isInstanceOf(IOException.class));
        await().atMost(SOON)
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(
                                                thread -> thread.getName().startsWith("health")));
    }

    private String ask(String request) throws IOException {
        try (Socket client = connect()) {
            client.setSoTimeout(Math.toIntExact(SOON.toMillis()));
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "reset: " + e.getMessage(); // more was sent than was read
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private static boolean readsItsEnd(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }
}
