package dev.gateway.sim.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The receiving half of one WebSocket: applies the faults and passes the frames on. */
final class WebSocketFrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int NO_CODE = 1005;

    private final ServerWebSocket socket;
    private final FaultRegistry faults;

    WebSocketFrameHandler(ServerWebSocket socket, FaultRegistry faults) {
        this.socket = socket;
        this.faults = faults;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        Channel channel = context.channel();
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode() < 0 ? NO_CODE : close.statusCode();
            String reason = close.reasonText();
            applyFault(channel, "WS-CLOSE", () -> socket.closeReceived(code, reason));
        } else if (frame instanceof BinaryWebSocketFrame) {
            byte[] message = ByteBufUtil.getBytes(frame.content());
            applyFault(channel, "WS-MESSAGE", () -> socket.binaryReceived(message));
        } else if (frame instanceof TextWebSocketFrame text) {
            String message = text.text();
            applyFault(channel, "WS-MESSAGE", () -> socket.textReceived(message));
        }
    }

    private void applyFault(Channel channel, String method, Runnable handling) {
        Optional<FaultRegistry.InjectedFault> injected =
                faults.match(method, socket.request().path(), "");
        if (injected.isEmpty()) {
            handling.run();
            return;
        }
        Fault fault = injected.get().fault();
        if (fault instanceof Fault.Latency latency) {
            schedule(channel, latency.delay(), handling);
        } else if (fault instanceof Fault.Hold hold) {
            hold(channel, hold, injected.get().removed(), handling);
        } else if (fault instanceof Fault.HalfOpen) {
            channel.config().setAutoRead(false);
            socket.connection().markHalfOpen();
            injected.get().removed().thenRun(socket::drop);
        } else {
            socket.reset();
        }
    }

    private static void hold(
            Channel channel, Fault.Hold hold, CompletionStage<Void> removed, Runnable task) {
        Runnable once = new OneShotTask(task);
        removed.thenRun(() -> channel.eventLoop().execute(once));
        hold.atMost().ifPresent(time -> schedule(channel, time, once));
    }

    private static void schedule(Channel channel, Duration delay, Runnable task) {
        channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A task that runs at its first call only. Used on the server's thread. */
    private static final class OneShotTask implements Runnable {

        private final Runnable task;
        private boolean done;

        private OneShotTask(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                task.run();
            }
        }
    }
}
