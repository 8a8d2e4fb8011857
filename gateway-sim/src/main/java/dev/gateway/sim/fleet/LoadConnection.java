package dev.gateway.sim.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection of a client. Requests are answered one after the other, in the order in which they
 * came. Confined to the server's thread.
 */
final class LoadConnection {

    private static final byte[] NOTHING = {};

    private final long number;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final LoadApi api;
    private final HttpFrame frame = new HttpFrame();
    private byte[] input = NOTHING;
    private int length;
    private int consumed;
    private ByteBuffer output;
    private boolean answering;
    private boolean reading;
    private LoadBot polled;

    LoadConnection(long number, SocketChannel channel, SelectionKey key, LoadApi api) {
        this.number = number;
        this.channel = channel;
        this.key = key;
        this.api = api;
    }

    /** Returns its number in the order of all connections. */
    long number() {
        return number;
    }

    /** Notes the bot that is polled on this connection. */
    void polls(LoadBot bot) {
        polled = bot;
    }

    /** Reads what is there and handles each whole request. */
    void read(ByteBuffer shared) throws IOException {
        shared.clear();
        if (channel.read(shared) < 0) {
            close();
            return;
        }
        shared.flip();
        int added = shared.remaining();
        if (input.length < length + added) {
            input = Arrays.copyOf(input, length + added);
        }
        shared.get(input, length, added);
        length += added;
        handle();
    }

    private void handle() throws IOException {
        reading = true;
        while (!answering && channel.isOpen() && frame.find(input, consumed, length)) {
            answering = true;
            int from = consumed;
            consumed = frame.bodyEnd();
            api.handle(this, input, from, frame);
        }
        reading = false;
        if (consumed == length) {
            input = NOTHING;
            length = 0;
            consumed = 0;
        } else if (consumed > 0 && !answering) {
            input = Arrays.copyOfRange(input, consumed, length);
            length -= consumed;
            consumed = 0;
        }
        flush();
    }

    /** Answers the request that was handled last. */
    void respond(String status, String body) {
        String text =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        ByteBuffer more = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        if (output == null) {
            output = more;
        } else {
            output =
                    ByteBuffer.allocate(output.remaining() + more.remaining())
                            .put(output)
                            .put(more)
                            .flip();
        }
        answering = false;
        if (!reading) {
            try {
                handle();
            } catch (IOException e) {
                close();
            }
        }
    }

    /** Writes as much as the client takes; closes the connection if it is gone. */
    void flush() {
        if (output == null || !channel.isOpen()) {
            return;
        }
        try {
            channel.write(output);
        } catch (IOException e) {
            close();
            return;
        }
        if (output.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else {
            output = null;
            if (key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
        if (polled != null) {
            polled.closed(this);
        }
    }
}
