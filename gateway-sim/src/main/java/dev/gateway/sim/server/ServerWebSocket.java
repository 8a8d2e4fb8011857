package dev.gateway.sim.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Arrays;

/** The server's end of one WebSocket. Thread-safe; no method blocks. */
public final class ServerWebSocket {

    private static final int NO_CODE = 1005;

    private final Channel channel;
    private final Request request;
    private final WebSocketListener listener;
    private volatile boolean closeSent;

    ServerWebSocket(Channel channel, Request request, WebSocketListener listener) {
        this.channel = channel;
        this.request = request;
        this.listener = listener;
    }

    /** Returns the TCP connection below. */
    public ClientConnection connection() {
        return request.connection();
    }

    /** Returns the upgrade request. */
    public Request request() {
        return request;
    }

    /** Sends a binary message. */
    public void send(byte[] message) {
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    /** Sends a text message. */
    public void send(String message) {
        channel.writeAndFlush(new TextWebSocketFrame(message));
    }

    /** Sends a binary message in this many frames, as a server may at any time. */
    public void sendFragmented(byte[] message, int frames) {
        for (int i = 0; i < frames; i++) {
            byte[] part =
                    Arrays.copyOfRange(
                            message,
                            (int) ((long) message.length * i / frames),
                            (int) ((long) message.length * (i + 1) / frames));
            boolean last = i == frames - 1;
            channel.write(
                    i == 0
                            ? new BinaryWebSocketFrame(last, 0, Unpooled.wrappedBuffer(part))
                            : new ContinuationWebSocketFrame(
                                    last, 0, Unpooled.wrappedBuffer(part)));
        }
        channel.flush();
    }

    /** Sends CLOSE; the connection ends when the client has answered it. */
    public void close(int code, String reason) {
        closeSent = true;
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }

    /** Ends the connection without CLOSE. */
    public void drop() {
        ConnectionRegistry.close(channel);
    }

    /** Resets the connection. */
    public void reset() {
        ConnectionRegistry.reset(channel);
    }

    void opened() {
        request.connection()
                .whenClosed()
                .thenAccept(outcome -> listener.disconnected(this, outcome));
        listener.opened(this);
    }

    void binaryReceived(byte[] message) {
        listener.binary(this, message);
    }

    void textReceived(String message) {
        listener.text(this, message);
    }

    void closeReceived(int code, String reason) {
        if (closeSent) {
            ConnectionRegistry.close(channel);
            return;
        }
        listener.closing(this, code, reason);
        CloseWebSocketFrame answer =
                code == NO_CODE ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, reason);
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
}
