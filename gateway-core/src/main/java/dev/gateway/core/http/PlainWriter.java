package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The writing of a request until a deadline: a server that reads nothing must not hold a thread.
 */
final class PlainWriter {

    /** The size that the send buffer of an idle connection takes at once on any system. */
    private static final int SMALL = 8 << 10;

    private PlainWriter() {}

    /** Writes all of it. */
    static void write(SocketChannel channel, ByteBuffer bytes, Deadline deadline)
            throws IOException {
        if (bytes.remaining() <= SMALL) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return;
        }
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    if (deadline.isExpired() || Thread.currentThread().isInterrupted()) {
                        throw new SocketTimeoutException();
                    }
                    selector.select(deadline.timeoutMillis());
                }
            }
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }
}
