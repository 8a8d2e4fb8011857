package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.WireFrame;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.server.RequestOutcome;
import dev.gateway.sim.server.ServerWebSocket;
import dev.gateway.sim.server.WebSocketListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * One long connection of an app, including the time after its end in which the platform still
 * counts it. Guarded by the platform's lock, which the callbacks acquire themselves.
 */
final class EventConnection implements WebSocketListener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Object lock;
    private final FeishuApp app;
    private final FeishuOptions options;
    private final Referee referee;
    private final BiConsumer<EventConnection, WireFrame> answered;
    private final Runnable opened;
    private ServerWebSocket socket;
    private boolean closing;
    private boolean gone;
    private Instant countedUntil = Instant.MIN;
    private int pings;
    private int answers;
    private int malformed;
    private OptionalLong lastPing = OptionalLong.empty();
    private long sent;

    EventConnection(
            Object lock,
            FeishuApp app,
            FeishuOptions options,
            Referee referee,
            BiConsumer<EventConnection, WireFrame> answered,
            Runnable opened) {
        this.lock = lock;
        this.app = app;
        this.options = options;
        this.referee = referee;
        this.answered = answered;
        this.opened = opened;
    }

    FeishuApp app() {
        return app;
    }

    /** Returns true if the client is connected, as far as TCP knows. */
    boolean live() {
        return socket != null && !gone;
    }

    /** Returns true if the platform sends events here, even if the client is gone. */
    boolean occupied() {
        return live() || gone && options.clock().instant().isBefore(countedUntil);
    }

    ServerWebSocket socket() {
        return socket;
    }

    int pings() {
        return pings;
    }

    int answers() {
        return answers;
    }

    /** Returns the number of the client's messages that were no frames. */
    int malformed() {
        return malformed;
    }

    /** Returns {@link System#nanoTime()} of the latest ping. */
    OptionalLong lastPing() {
        return lastPing;
    }

    boolean closing() {
        return closing;
    }

    /** Sends an event, in several frames if it is large. */
    void push(String messageId, byte[] event) {
        int sum = Math.max(1, (event.length + options.largestPart() - 1) / options.largestPart());
        for (int seq = 0; seq < sum; seq++) {
            int from = seq * options.largestPart();
            int to = Math.min(event.length, from + options.largestPart());
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("type", "event");
            headers.put("message_id", messageId);
            headers.put("sum", Integer.toString(sum));
            headers.put("seq", Integer.toString(seq));
            headers.put("trace_id", FeishuIds.hash("trace " + messageId));
            headers.put("timestamp", Long.toString(options.clock().millis()));
            byte[] part = Arrays.copyOfRange(event, from, to);
            sent++;
            send(new WireFrame(sent, 1000 + sent, app.service(), WireFrame.DATA, headers, part));
        }
    }

    /** Sends any bytes. */
    void send(byte[] bytes) {
        socket.send(bytes);
    }

    private void send(WireFrame frame) {
        socket.send(frame.encoded());
    }

    @Override
    public void opened(ServerWebSocket connection) {
        synchronized (lock) {
            socket = connection;
            referee.connectionStarted(app.label(), connection.request());
            opened.run();
        }
    }

    @Override
    public void binary(ServerWebSocket connection, byte[] message) {
        synchronized (lock) {
            WireFrame frame;
            try {
                frame = WireFrame.decoded(message);
            } catch (IllegalArgumentException noFrame) {
                malformed++;
                return;
            }
            if (frame.method() == WireFrame.DATA) {
                answers++;
                answered.accept(this, frame);
            } else if ("ping".equals(frame.headers().get("type"))) {
                pings++;
                lastPing = OptionalLong.of(System.nanoTime());
                pong();
            }
        }
    }

    private void pong() {
        byte[] config = options.clientConfig().toString().getBytes(StandardCharsets.UTF_8);
        send(new WireFrame(0, 0, app.service(), WireFrame.CONTROL, Map.of("type", "pong"), config));
    }

    @Override
    public void text(ServerWebSocket connection, String message) {
        synchronized (lock) {
            malformed++;
        }
    }

    @Override
    public void closing(ServerWebSocket connection, int code, String reason) {
        synchronized (lock) {
            closing = true;
        }
    }

    @Override
    public void disconnected(ServerWebSocket connection, RequestOutcome outcome) {
        synchronized (lock) {
            gone = true;
            if (!closing || options.holdsClosed()) {
                countedUntil = options.clock().instant().plus(options.hold());
            }
        }
    }

    /** Returns the code in an answer to an event; -1 if there is none. */
    static int code(WireFrame answer) {
        try {
            JsonNode body = JSON.readTree(answer.payload());
            return body.path("code").asInt(-1);
        } catch (IOException noJson) {
            return -1;
        }
    }
}
