package dev.gateway.sim.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Hands the frames of one WebSocket on. */
final class WebSocketFrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int NO_CODE = 1005;

    private final ServerWebSocket socket;

    WebSocketFrameHandler(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode() < 0 ? NO_CODE : close.statusCode();
            socket.closeReceived(code, close.reasonText());
        } else if (frame instanceof BinaryWebSocketFrame) {
            socket.binaryReceived(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof TextWebSocketFrame text) {
            socket.textReceived(text.text());
        }
    }
}
