package dev.gateway.sim.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.stream.ChunkedStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A writer of answers to the network, whole or in the pieces that a fault requires. */
final class ResponseWriter {

    private static final byte[] OVERSIZED_HEAD =
            "{\"ok\":true,\"ret\":0,\"code\":0,\"result\":[],\"msgs\":[],\"padding\":\""
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] OVERSIZED_TAIL = "\"}".getBytes(StandardCharsets.UTF_8);

    private ResponseWriter() {}

    static ChannelFuture write(
            ChannelHandlerContext context, String method, Response response, boolean keepAlive) {
        boolean bodiless = method.equals("HEAD") || response.status() == 204;
        byte[] body = bodiless ? new byte[0] : response.body();
        var message =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(response.status()),
                        Unpooled.wrappedBuffer(body));
        setHeaders(message.headers(), response, keepAlive);
        if (response.status() == 204) {
            message.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        return context.writeAndFlush(message);
    }

    static void writeHeadAndHalf(ChannelHandlerContext context, Response response) {
        var head =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        setHeaders(head.headers(), response, true);
        context.write(head);
        int half = response.body().length / 2;
        context.writeAndFlush(
                new DefaultHttpContent(Unpooled.wrappedBuffer(response.body(), 0, half)));
    }

    static ChannelFuture writeRest(ChannelHandlerContext context, Response response) {
        int half = response.body().length / 2;
        int rest = response.body().length - half;
        return context.writeAndFlush(
                new DefaultLastHttpContent(Unpooled.wrappedBuffer(response.body(), half, rest)));
    }

    static ChannelFuture writeOversized(ChannelHandlerContext context, long bytes) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        long length = OVERSIZED_HEAD.length + bytes + OVERSIZED_TAIL.length;
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, length);
        context.write(head);
        InputStream body =
                new SequenceInputStream(
                        Collections.enumeration(
                                List.of(
                                        new ByteArrayInputStream(OVERSIZED_HEAD),
                                        new Padding(bytes),
                                        new ByteArrayInputStream(OVERSIZED_TAIL))));
        return context.writeAndFlush(new HttpChunkedInput(new ChunkedStream(body)));
    }

    private static void setHeaders(HttpHeaders headers, Response response, boolean keepAlive) {
        response.headers().forEach(headers::set);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /** A stream of the letter x that needs no memory for its length. */
    private static final class Padding extends InputStream {
        private long left;

        private Padding(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }
    }
}
