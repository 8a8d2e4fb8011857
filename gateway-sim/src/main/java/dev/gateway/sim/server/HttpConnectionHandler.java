package dev.gateway.sim.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The handler of one connection. It processes one request at a time, in order, and keeps reading
 * while a request is held, so that a disconnect is noticed at once.
 */
final class HttpConnectionHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** The idle time that servers commonly allow a connection. */
    private static final long KEEP_ALIVE_SECONDS = 75;

    private final ConnectionRegistry connections;
    private final FaultRegistry faults;
    private final RequestHandler handler;
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private ClientConnection connection;
    private RequestExchange current;
    private Future<?> idle;

    HttpConnectionHandler(
            ConnectionRegistry connections, FaultRegistry faults, RequestHandler handler) {
        this.connections = connections;
        this.faults = faults;
        this.handler = handler;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = connections.opened(context.channel());
        awaitNext(context);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        idle.cancel(false);
        waiting.addLast(message.retain());
        afterPendingCloses(context, () -> next(context));
    }

    /**
     * Runs a task after the ends of other connections are known. A connection that ended before
     * this request arrived must count as ended before the request is processed, though the event
     * loop may find both in the same round and in any order. The end of a connection takes one turn
     * of the loop's queue to be known; this takes two.
     */
    private static void afterPendingCloses(ChannelHandlerContext context, Runnable task) {
        context.executor().execute(() -> context.executor().execute(task));
    }

    private void next(ChannelHandlerContext context) {
        if (current != null || !context.channel().isActive() || waiting.isEmpty()) {
            return;
        }
        FullHttpRequest message = waiting.removeFirst();
        try {
            if (message.decoderResult().isFailure()) {
                ConnectionRegistry.close(context.channel());
                return;
            }
            connection.countRequest();
            RequestExchange exchange =
                    new RequestExchange(
                            context,
                            request(message),
                            HttpUtil.isKeepAlive(message),
                            message.headers().copy(),
                            handler,
                            faults);
            current = exchange;
            exchange.request().finished().thenAccept(outcome -> finished(context, outcome));
            exchange.run();
        } finally {
            message.release();
        }
    }

    private void finished(ChannelHandlerContext context, RequestOutcome outcome) {
        current = null;
        if (outcome.endedBy() == RequestOutcome.EndedBy.ANSWERED) {
            awaitNext(context);
            context.executor().execute(() -> next(context));
        }
    }

    private void awaitNext(ChannelHandlerContext context) {
        if (context.pipeline().get(WebSocketFrameHandler.class) != null) {
            return;
        }
        idle =
                context.executor()
                        .schedule(
                                () -> ConnectionRegistry.close(context.channel()),
                                KEEP_ALIVE_SECONDS,
                                TimeUnit.SECONDS);
    }

    private Request request(FullHttpRequest message) {
        QueryStringDecoder target = new QueryStringDecoder(message.uri());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.headers()
                .forEach(
                        header ->
                                headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                                        .add(header.getValue()));
        return new Request(
                message.method().name().toUpperCase(Locale.ROOT),
                target.path(),
                target.parameters(),
                headers,
                ByteBufUtil.getBytes(message.content()),
                connection,
                System.nanoTime(),
                new CompletableFuture<>());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        idle.cancel(false);
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
        RequestOutcome outcome = connections.closed(context.channel());
        if (current != null) {
            current.request().finished().complete(outcome);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
