package dev.gateway.sim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The WebSocket side of the server, used by the JDK's own client. */
class FakeServerWebSocketTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final CompletableFuture<ServerWebSocket> opened = new CompletableFuture<>();
    private final CompletableFuture<RequestOutcome> gone = new CompletableFuture<>();
    private final ConcurrentLinkedQueue<String> closings = new ConcurrentLinkedQueue<>();
    private final FakeServer server =
            FakeServer.start(
                    "ws",
                    request ->
                            CompletableFuture.completedFuture(
                                    request.path().equals("/ws")
                                            ? Response.webSocket(new Echo())
                                            : Response.text(403, "text/plain", "no")
                                                    .withHeader("handshake-status", "403")));
    private final Client client = new Client();

    @AfterEach
    void close() {
        server.close();
    }

    private WebSocket connect() throws Exception {
        URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/ws?ticket=1");
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(SOON)
                .buildAsync(uri, client)
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void sendsInBothDirections() throws Exception {
        WebSocket socket = connect();
        socket.sendBinary(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)), true).get();

        await().atMost(SOON).until(() -> client.received.contains("hello"));
        assertThat(opened.get().request().queryParameter("ticket")).contains("1");

        opened.get().sendFragmented("in three frames".getBytes(StandardCharsets.UTF_8), 3);
        await().atMost(SOON).until(() -> client.received.contains("in three frames"));
        assertThat(client.fragments).isGreaterThan(3);
        socket.abort();
    }

    @Test
    void answersCloseAndReportsTheSideThatClosedFirst() throws Exception {
        WebSocket socket = connect();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get();

        assertThat(client.closed.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1000);
        assertThat(closings).containsExactly("1000 done");
        assertThat(gone.get(SOON.toSeconds(), TimeUnit.SECONDS).endedBy())
                .isEqualTo(RequestOutcome.EndedBy.CLIENT_CLOSED);
    }

    @Test
    void noticesAtOnceThatTheClientIsGone() throws Exception {
        WebSocket socket = connect();
        long aborted = System.nanoTime();
        socket.abort();

        RequestOutcome outcome = gone.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome.endedBy()).isEqualTo(RequestOutcome.EndedBy.CLIENT_CLOSED);
        assertThat(outcome.nanos() - aborted).isLessThan(SOON.toNanos());
    }

    @Test
    void canLeaveACloseUnanswered() throws Exception {
        String id =
                server.faults()
                        .add(FaultRule.on("/ws", Fault.Hold.untilRemoved()).method("WS-CLOSE"));
        WebSocket socket = connect();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
        await().atMost(SOON).until(() -> server.faults().injectedCount(id) == 1);
        assertThat(client.closed).isNotDone();
        assertThat(gone).isNotDone();

        server.faults().clear();

        assertThat(client.closed.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void canBeHalfOpen() throws Exception {
        String id =
                server.faults().add(FaultRule.on("/ws", new Fault.HalfOpen()).method("WS-MESSAGE"));
        WebSocket socket = connect();
        socket.sendText("lost", true).get();
        await().atMost(SOON).until(() -> server.faults().injectedCount(id) == 1);
        socket.sendText("unread", true).get();

        assertThat(gone).isNotDone();
        assertThat(client.received).isEmpty();
        socket.abort();
    }

    @Test
    void canRefuseTheHandshakeWithItsOwnHeaders() {
        var refused =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/no"), client);

        assertThat(refused)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        java.net.http.WebSocketHandshakeException.class,
                        failure ->
                                assertThat(
                                                failure.getResponse()
                                                        .headers()
                                                        .firstValue("Handshake-Status"))
                                        .contains("403"));
    }

    private final class Echo implements WebSocketListener {
        @Override
        public void opened(ServerWebSocket socket) {
            opened.complete(socket);
        }

        @Override
        public void binary(ServerWebSocket socket, byte[] message) {
            socket.send(message);
        }

        @Override
        public void closing(ServerWebSocket socket, int code, String reason) {
            closings.add(code + " " + reason);
        }

        @Override
        public void disconnected(ServerWebSocket socket, RequestOutcome outcome) {
            gone.complete(outcome);
        }
    }

    private static final class Client implements WebSocket.Listener {
        private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile int fragments;

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            partial.append(StandardCharsets.UTF_8.decode(data));
            fragments = fragments + 1;
            if (last) {
                received.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }
}
