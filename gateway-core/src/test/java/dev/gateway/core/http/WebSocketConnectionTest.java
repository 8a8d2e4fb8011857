package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.core.proxy.ProxyPolicy;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketConnectionTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CancellationScope scope = new CancellationScope();
    private HttpClient http = new HttpClient("probe", ProxyPolicy.DIRECT, List.of());

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(http.close(SOON)).isTrue();
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .noneMatch(t -> t.getName().startsWith("ws-")));
    }

    @Test
    void messagesGoBothWaysInPiecesAndBetweenPings() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            upgrade(it, in, out);
                            frame(out, 0x02, "he");
                            frame(out, 0x89, "are you there?");
                            frame(out, 0x80, "llo");
                            frame(out, 0x82, "x".repeat(70_000));
                            readFrames(in);
                        })) {
            var socket = open(server);
            await().until(() -> received.size() == 2);
            assertThat(received.get(0)).isEqualTo("hello");
            assertThat(received.get(1)).hasSize(70_000);

            socket.send("short".getBytes(StandardCharsets.UTF_8));
            socket.send("y".repeat(300).getBytes(StandardCharsets.UTF_8));
            socket.send("z".repeat(70_000).getBytes(StandardCharsets.UTF_8));
            socket.beginClose();

            await().until(() -> sent.size() == 5);
            assertThat(sent.get(0)).isEqualTo("10:are you there?");
            assertThat(sent.get(1)).isEqualTo("2:short");
            assertThat(sent.get(2)).hasSize(302);
            assertThat(sent.get(3)).hasSize(70_002);
            assertThat(sent.get(4)).startsWith("8:");
            assertThat(socket.awaitThreads(SOON)).isTrue();
        }
    }

    @Test
    void aCloseOfTheServerIsAnsweredAndSaid() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            upgrade(it, in, out);
                            frame(out, 0x88, "\u0003\u00e8bye\nnow");
                            readFrames(in);
                        })) {
            var socket = open(server);

            assertThat(socket.ended().get(30, TimeUnit.SECONDS))
                    .isEqualTo("closed with 1000, bye now");
            await().until(() -> sent.size() == 1);
            assertThat(sent.get(0)).startsWith("8:");
        }
    }

    @Test
    void whatIsNoFrameOrTooLargeEndsTheConnection() throws Exception {
        for (int first : List.of(0x83, 0xC2, 0x81, 0x80, 0x09)) {
            try (var server =
                    new ScriptedServer(
                            (it, in, out) -> {
                                upgrade(it, in, out);
                                frame(out, first, "x");
                                readFrames(in);
                            })) {
                assertThat(open(server).ended().get(30, TimeUnit.SECONDS))
                        .isEqualTo("broken: a frame that is not allowed");
            }
        }
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            upgrade(it, in, out);
                            frame(out, 0x82, "x".repeat(100_001));
                            readFrames(in);
                        })) {
            assertThat(open(server).ended().get(30, TimeUnit.SECONDS))
                    .isEqualTo("broken: a message of more than 100000 bytes");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aServerThatDoesNotWantItIsHeard() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(out, "HTTP/1.1 403 No\r\nWhy: because\r\n\r\n");
                        })) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOfSatisfying(
                            WebSocketConnection.UpgradeRefusedException.class,
                            e -> {
                                assertThat(e.response().statusCode()).isEqualTo(403);
                                assertThat(e.response().headers().firstValue("why"))
                                        .contains("because");
                            });
        }
    }

    @Test
    void aServerThatDoesNotKnowTheKeyIsNoWebSocket() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            it.head(in);
                            ScriptedServer.write(
                                    out,
                                    "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: upgrade"
                                            + "\r\nSec-WebSocket-Accept: guess\r\n\r\n");
                        })) {
            assertThatThrownBy(() -> open(server)).isInstanceOf(HttpCallException.class);
        }
    }

    @Test
    void closingTheClientClosesItAtOnce() throws Exception {
        try (var server =
                new ScriptedServer(
                        (it, in, out) -> {
                            upgrade(it, in, out);
                            it.over.await();
                        })) {
            var socket = open(server);

            assertThat(http.close(SOON)).isTrue();

            assertThat(socket.ended()).isDone();
            assertThat(socket.awaitThreads(SOON)).isTrue();
        }
    }

    @Test
    void itGoesThroughTheProxy() throws Exception {
        try (var proxy = new LoopbackProxy();
                var server =
                        new ScriptedServer(
                                (it, in, out) -> {
                                    upgrade(it, in, out);
                                    frame(out, 0x82, "hello");
                                    it.over.await();
                                })) {
            var policy =
                    ProxyPolicy.parse("http://127.0.0.1:" + proxy.port(), "proxy", name -> null);
            http = new HttpClient("probe", policy, List.of());
            var socket = open(server, "far.invalid");

            await().until(() -> received.equals(List.of("hello")));
            assertThat(proxy.tunnels()).containsExactly("far.invalid:" + server.port());
            assertThat(socket.awaitThreads(SOON)).isTrue();
        }
    }

    private WebSocketConnection open(ScriptedServer server) throws Exception {
        return open(server, "127.0.0.1");
    }

    private WebSocketConnection open(ScriptedServer server, String host) throws Exception {
        return WebSocketConnection.open(
                http,
                server.uri("ws", host),
                "ws",
                100_000,
                SOON,
                scope,
                message -> received.add(new String(message, StandardCharsets.UTF_8)));
    }

    private static void upgrade(ScriptedServer server, InputStream in, OutputStream out)
            throws Exception {
        String head = server.head(in);
        String key = head.split("Sec-WebSocket-Key: ", 2)[1].split("\r\n", 2)[0];
        byte[] joined =
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(joined);
        ScriptedServer.write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(digest)
                        + "\r\n\r\n");
    }

    private static void frame(OutputStream out, int first, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        out.write(first);
        if (bytes.length < 126) {
            out.write(bytes.length);
        } else {
            out.write(127);
            out.write(java.nio.ByteBuffer.allocate(8).putLong(bytes.length).array());
        }
        out.write(bytes);
        out.flush();
    }

    private void readFrames(InputStream stream) throws IOException {
        var in = new DataInputStream(stream);
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0F;
            int second = in.readUnsignedByte();
            long length = second & 0x7F;
            length =
                    length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            assertThat(second & 0x80).as("masked").isNotZero();
            byte[] mask = in.readNBytes(4);
            byte[] content = in.readNBytes((int) length);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= mask[i & 3];
            }
            sent.add(opcode + ":" + new String(content, StandardCharsets.UTF_8));
        }
    }
}
