package dev.gateway.sim.server;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;

/** Prepares each accepted connection for HTTP. */
final class HttpChannelInitializer extends ChannelInitializer<SocketChannel> {

    private static final int MAX_BODY = 64 * 1024 * 1024;

    private final ConnectionRegistry connections;
    private final FaultRegistry faults;
    private final RequestHandler handler;

    HttpChannelInitializer(
            ConnectionRegistry connections, FaultRegistry faults, RequestHandler handler) {
        this.connections = connections;
        this.faults = faults;
        this.handler = handler;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec(8192, 32 * 1024, 16 * 1024))
                .addLast(new HttpObjectAggregator(MAX_BODY))
                .addLast(new ChunkedWriteHandler())
                .addLast(new HttpConnectionHandler(connections, faults, handler));
    }
}
