package dev.gateway.sim.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/** Turns an HTTP connection into a WebSocket. */
final class WebSocketUpgrade {

    private static final int MAX_MESSAGE = 16 * 1024 * 1024;

    private WebSocketUpgrade() {}

    static void run(
            ChannelHandlerContext context,
            Request request,
            HttpHeaders rawHeaders,
            Response response,
            FaultRegistry faults,
            Runnable answered) {
        Channel channel = context.channel();
        var message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.GET,
                        request.path(),
                        Unpooled.EMPTY_BUFFER,
                        rawHeaders,
                        EmptyHttpHeaders.INSTANCE);
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(request.path(), null, true, MAX_MESSAGE)
                        .newHandshaker(message);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        ServerWebSocket socket =
                new ServerWebSocket(channel, request, response.upgrade().orElseThrow());
        HttpHeaders headers = new DefaultHttpHeaders();
        response.headers().forEach(headers::set);
        try {
            handshaker
                    .handshake(channel, message, headers, channel.newPromise())
                    .addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    channel.pipeline()
                                            .addLast(new WebSocketFrameAggregator(MAX_MESSAGE))
                                            .addLast(new WebSocketFrameHandler(socket, faults));
                                    answered.run();
                                    socket.opened();
                                }
                            });
        } catch (WebSocketHandshakeException notAnUpgrade) {
            ConnectionRegistry.close(channel);
        }
    }
}
