package dev.gateway.sim.feishu;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.feishu.protocol.WireFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that speaks with the fake step by step, as no real client would. */
final class RawFeishuClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeFeishu feishu;

    RawFeishuClient(FakeFeishu feishu) {
        this.feishu = feishu;
    }

    /** A long connection. */
    static final class Connection implements WebSocket.Listener {
        final BlockingQueue<WireFrame> events = new LinkedBlockingQueue<>();
        final BlockingQueue<WireFrame> pongs = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private ByteArrayOutputStream message = new ByteArrayOutputStream();
        private WebSocket socket;

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                WireFrame frame = WireFrame.decoded(message.toByteArray());
                (frame.method() == WireFrame.DATA ? events : pongs).add(frame);
                message = new ByteArrayOutputStream();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }

        WireFrame event() throws InterruptedException {
            WireFrame event = events.poll(60, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event within 60 s");
            }
            return event;
        }

        void answer(WireFrame event, int code) {
            Map<String, String> headers = new LinkedHashMap<>(event.headers());
            headers.put("biz_rt", "1");
            send(
                    new WireFrame(
                            event.seqId(),
                            event.logId(),
                            event.service(),
                            WireFrame.DATA,
                            headers,
                            ("{\"code\":" + code + "}").getBytes(StandardCharsets.UTF_8)));
        }

        void ping(int service) {
            Map<String, String> type = Map.of("type", "ping");
            send(new WireFrame(0, 0, service, WireFrame.CONTROL, type, new byte[0]));
        }

        void send(WireFrame frame) {
            send(frame.encoded());
        }

        void send(byte[] message) {
            socket.sendBinary(ByteBuffer.wrap(message), true).join();
        }

        void close() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }

        void hangUp() {
            socket.abort();
        }
    }

    /** Returns the answer to a discovery. */
    JsonNode discover() throws Exception {
        return discover(feishu.appId(), feishu.appSecret(feishu.appId()));
    }

    JsonNode discover(String id, String secret) throws Exception {
        String body = "{\"AppID\":\"%s\",\"AppSecret\":\"%s\"}".formatted(id, secret);
        return call("POST", FakeFeishu.DISCOVERY, Optional.empty(), body);
    }

    Connection connect() throws Exception {
        return connect(discover().at("/data/URL").asText());
    }

    /** Connects; returns when the platform counts the connection, a moment after its handshake. */
    Connection connect(String url) {
        int before = feishu.referee().polls().size();
        Connection connection = new Connection();
        connection.socket =
                http.newWebSocketBuilder().buildAsync(URI.create(url), connection).join();
        await().until(() -> feishu.referee().polls().size() > before);
        return connection;
    }

    /** Returns a new tenant token. */
    String token() throws Exception {
        return tokenAnswer(feishu.appSecret(feishu.appId())).path("tenant_access_token").asText();
    }

    JsonNode tokenAnswer(String secret) throws Exception {
        String body = "{\"app_id\":\"%s\",\"app_secret\":\"%s\"}".formatted(feishu.appId(), secret);
        return call(
                "POST", "/open-apis/auth/v3/tenant_access_token/internal", Optional.empty(), body);
    }

    JsonNode call(String method, String path, Optional<String> token, String body)
            throws Exception {
        return JSON.readTree(response(method, path, token, body).body());
    }

    HttpResponse<String> response(String method, String path, Optional<String> token, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(feishu.server().uri().resolve(path))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .method(method, BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
