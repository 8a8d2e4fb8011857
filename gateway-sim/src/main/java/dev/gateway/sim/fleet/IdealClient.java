package dev.gateway.sim.fleet;

import dev.gateway.sim.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A client of a {@link LoadServer} that echoes and does nothing else, on one thread: what it
 * reaches is what the server can bear.
 */
public final class IdealClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int BUFFER = 1 << 18;
    private static final byte[] UPDATE = ascii("\"update_id\":");
    private static final byte[] CHAT = ascii("\"chat\":{\"id\":");
    private static final byte[] TEXT = ascii("\"text\":\"");

    private final LoadServer server;
    private final IdealConnection[] polls;
    private final IdealConnection[] sends;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final SelectorThread thread;

    private IdealClient(LoadServer server) {
        this.server = server;
        polls = new IdealConnection[server.bots()];
        sends = new IdealConnection[server.bots()];
        try {
            thread = new SelectorThread("ideal-client", this::loop);
            for (int i = 0; i < polls.length; i++) {
                polls[i] = connect(i, true);
                sends[i] = connect(i, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to the load server", e);
        }
    }

    /**
     * Measures what a server of this size can bear, after a warm-up of the same length.
     *
     * @param bots the number of bots
     * @param chats the number of chats of each bot
     */
    public static LoadWindow ceiling(int bots, int chats, Duration length)
            throws InterruptedException {
        try (LoadServer server = LoadServer.start(bots, chats, Duration.ZERO);
                IdealClient client = new IdealClient(server)) {
            client.thread.start();
            Await.until(() -> server.polledBots() == bots, LIMIT, "poll of the ideal client");
            server.begin();
            server.window(length);
            LoadWindow window = server.window(length);
            server.finish(LIMIT);
            return window;
        }
    }

    private IdealConnection connect(int bot, boolean poll) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        IdealConnection line = new IdealConnection(channel, bot, poll);
        channel.register(thread.selector(), SelectionKey.OP_READ, line);
        return line;
    }

    private void loop() {
        try {
            for (IdealConnection poll : polls) {
                poll.write(request(poll.bot, "getUpdates", "{\"timeout\":50}"));
            }
            while (thread.isOpen()) {
                thread.selector()
                        .select(
                                key -> ((IdealConnection) key.attachment()).read(),
                                LIMIT.toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ideal client failed", e);
        }
    }

    private String request(int bot, String method, String body) {
        return "POST /bot"
                + server.token(bot)
                + "/"
                + method
                + " HTTP/1.1\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        thread.close();
    }

    /** One connection: of a bot's polls, or of its answers. */
    private final class IdealConnection {

        private final SocketChannel channel;
        private final int bot;
        private final boolean poll;
        private final HttpFrame frame = new HttpFrame();
        private byte[] input = {};
        private int length;

        IdealConnection(SocketChannel channel, int bot, boolean poll) {
            this.channel = channel;
            this.bot = bot;
            this.poll = poll;
        }

        void read() {
            try {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    channel.close();
                    return;
                }
                buffer.flip();
                int added = buffer.remaining();
                if (input.length < length + added) {
                    input = Arrays.copyOf(input, length + added);
                }
                buffer.get(input, length, added);
                length += added;
                int from = 0;
                for (; frame.find(input, from, length); from = frame.bodyEnd()) {
                    if (poll) {
                        answer();
                    }
                }
                System.arraycopy(input, from, input, 0, length - from);
                length -= from;
            } catch (IOException e) {
                throw new UncheckedIOException("the ideal client cannot go on", e);
            }
        }

        private void answer() throws IOException {
            StringBuilder answers = new StringBuilder();
            String offset = "";
            int at = frame.bodyStart();
            for (int update = find(UPDATE, at); update >= 0; update = find(UPDATE, at)) {
                offset = "\"offset\":" + (Long.parseLong(until(update, ',')) + 1) + ",";
                String chat = until(find(CHAT, update), ',');
                int text = find(TEXT, update);
                String body = "{\"chat_id\":" + chat + ",\"text\":\"" + until(text, '"') + "\"}";
                answers.append(request(bot, "sendMessage", body));
                at = text;
            }
            write(request(bot, "getUpdates", "{" + offset + "\"timeout\":50}"));
            sends[bot].write(answers.toString());
        }

        /** Returns the place behind the next occurrence; -1 if there is none. */
        private int find(byte[] what, int from) {
            int last = frame.bodyEnd() - what.length;
            for (int i = from; i <= last; i++) {
                if (Arrays.equals(input, i, i + what.length, what, 0, what.length)) {
                    return i + what.length;
                }
            }
            return -1;
        }

        private String until(int from, char end) {
            int to = from;
            while (input[to] != end) {
                to++;
            }
            return new String(input, from, to - from, StandardCharsets.ISO_8859_1);
        }

        private void write(String text) throws IOException {
            ByteBuffer output = ByteBuffer.wrap(ascii(text));
            while (output.hasRemaining()) {
                channel.write(output);
            }
        }
    }
}
