package dev.gateway.sim.fleet;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.PlatformConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A Bot API that is built to limit nothing: one thread, one selector, no library. Each chat says
 * its next message when the last one was answered. It also answers as a web service for the {@code
 * http} handler. Thread-safe.
 */
public final class LoadServer implements AutoCloseable {

    private static final int FIRST_ID = 700_000_000;
    private static final String SECRET = ":Load";
    private static final int MANY = 4000;
    private static final int BUFFER = 1 << 18;
    private static final int BACKLOG = 4096;
    private static final long SWEEP = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String OK = "200 OK";
    private static final String DONE = "{\"ok\":true,\"result\":true}";

    private final LoadBot[] bots;
    private final long sendDelay;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final int port;
    private final Thread thread;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Poll> polls = new ArrayList<>();
    private final Set<LoadBot> touched = new LinkedHashSet<>();
    private final ArrayDeque<DelayedAnswer> delayed = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final LatencyHistogram accepts = new LatencyHistogram();
    private final String date = Long.toString(System.currentTimeMillis() / 1000);
    private volatile boolean open = true;
    private volatile String violation;
    private volatile long answered;
    private volatile int polledBots;
    private boolean talking;
    private long connections;
    private long nextSweep = System.nanoTime() + SWEEP;

    /** A poll that came in this round of the selector. */
    private record Poll(LoadConnection connection, LoadBot bot, RequestFields fields) {}

    /** An answer to sendMessage that is held back. */
    private record DelayedAnswer(
            long due, LoadConnection connection, String body, LoadBot bot, LoadChat chat) {}

    private LoadServer(int chats, Duration sendDelay, List<Optional<PollHistory>> histories) {
        int bots = histories.size();
        this.bots = new LoadBot[bots];
        for (int i = 0; i < bots; i++) {
            this.bots[i] = new LoadBot(chats, Long.parseLong(date), histories.get(i));
        }
        this.sendDelay = sendDelay.toNanos();
        try {
            selector = Selector.open();
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
        }
        thread = new Thread(this::loop, "load-server");
        thread.setDaemon(true);
    }

    /**
     * Starts a server.
     *
     * @param bots the number of bots
     * @param chats the number of chats of each bot
     * @param sendDelay the time that each sendMessage takes
     */
    public static LoadServer start(int bots, int chats, Duration sendDelay) {
        return start(chats, sendDelay, Collections.nCopies(bots, Optional.empty()));
    }

    /** Starts a server of bots with one chat each that notes their polls. */
    static LoadServer start(List<PollHistory> histories) {
        return start(1, Duration.ZERO, histories.stream().map(Optional::of).toList());
    }

    private static LoadServer start(
            int chats, Duration sendDelay, List<Optional<PollHistory>> histories) {
        LoadServer server = new LoadServer(chats, sendDelay, histories);
        server.thread.start();
        return server;
    }

    /** Returns the port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Returns a config with an account for each bot. */
    public HomeConfig config() {
        // With ten thousand of them a config just about holds the settings without which none
        // works.
        String settings = bots.length > MANY ? "dm_policy: open" : PlatformConfigSource.OPEN_TO_ALL;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < bots.length; i++) {
            lines.append(
                    String.format(
                            Locale.ROOT,
                            "  b%d: {type: telegram, token: \"%s\","
                                    + " base_url: \"http://127.0.0.1:%d\", %s}%n",
                            i + 1,
                            token(i),
                            port,
                            settings));
        }
        return HomeConfig.echo().withPlatform(lines.toString());
    }

    /** Returns the token of a bot, from 0. */
    String token(int bot) {
        return (FIRST_ID + bot) + SECRET;
    }

    int bots() {
        return bots.length;
    }

    /** Returns the address for a handler of type {@code http}, which echoes. */
    public String handlerUrl() {
        return "http://127.0.0.1:" + port + "/handler";
    }

    /** Returns the number of bots that were polled. */
    public int polledBots() {
        return polledBots;
    }

    /** Returns the number of answers so far. */
    public long answered() {
        return answered;
    }

    /** Lets each chat say its first message, and the next one after each answer. */
    public void begin() throws InterruptedException {
        talk(true);
    }

    /** Lets each chat say one message. */
    public void sayOnce() throws InterruptedException {
        talk(false);
    }

    private void talk(boolean goOn) throws InterruptedException {
        onThread(
                () -> {
                    talking = goOn;
                    for (LoadBot bot : bots) {
                        for (LoadChat chat : bot.chats()) {
                            if (!chat.waiting()) {
                                bot.say(chat);
                                touched.add(bot);
                            }
                        }
                    }
                    return null;
                });
    }

    /** Lets the chats say nothing more and waits until each message was answered. */
    public void finish(Duration limit) throws InterruptedException {
        onThread(() -> talking = false);
        awaitAnswers(limit);
    }

    /**
     * Waits until each message was answered.
     *
     * @throws ExpectationFailedException if that takes too long or an answer was wrong
     */
    public void awaitAnswers(Duration limit) throws InterruptedException {
        Await.until(
                () -> violation != null || waiting() == 0,
                limit,
                () -> waiting() + " chats wait for an answer");
        expectNoViolation();
    }

    private long waiting() {
        try {
            return onThread(
                    () -> {
                        long waiting = 0;
                        for (LoadBot bot : bots) {
                            for (LoadChat chat : bot.chats()) {
                                waiting += chat.waiting() ? 1 : 0;
                            }
                        }
                        return waiting;
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Long.MAX_VALUE;
        }
    }

    /**
     * Checks that each message was answered at most once, in order.
     *
     * @throws ExpectationFailedException if not
     */
    public void expectNoViolation() {
        if (violation != null) {
            throw new ExpectationFailedException(violation);
        }
    }

    /** Waits so long and returns what happened meanwhile. */
    public LoadWindow window(Duration length) throws InterruptedException {
        long[] cpu = new long[1];
        long began =
                onThread(
                        () -> {
                            latencies.clear();
                            accepts.clear();
                            cpu[0] = cpu();
                            return System.nanoTime();
                        });
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        return onThread(
                () ->
                        new LoadWindow(
                                Duration.ofNanos(System.nanoTime() - began),
                                latencies.total(),
                                Duration.ofNanos(latencies.percentile(0.5)),
                                Duration.ofNanos(latencies.percentile(0.99)),
                                Duration.ofNanos(accepts.percentile(0.99)),
                                Duration.ofNanos(cpu() - cpu[0])));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private <T> T onThread(Supplier<T> task) throws InterruptedException {
        var result = new CompletableFuture<T>();
        commands.add(
                () -> {
                    try {
                        result.complete(task.get());
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        selector.wakeup();
        try {
            return result.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the thread of the load server has ended", e);
        }
    }

    private void loop() {
        while (open) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                fail("the load server failed: " + e);
            }
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, pause());
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
            next.run();
        }
        long now = System.nanoTime();
        while (!delayed.isEmpty() && delayed.peek().due() - now <= 0) {
            DelayedAnswer answer = delayed.poll();
            answer(answer.connection(), answer.body(), answer.bot(), answer.chat());
        }
        if (nextSweep - now <= 0) {
            nextSweep = now + SWEEP;
            for (LoadBot bot : bots) {
                touched.add(bot);
            }
        }
        while (!touched.isEmpty() || !polls.isEmpty()) {
            // A response may bring the next request of its connection.
            List<Poll> arrived = List.copyOf(polls);
            polls.clear();
            arrived.forEach(poll -> poll(poll.connection(), poll.bot(), poll.fields()));
            List<LoadBot> round = List.copyOf(touched);
            touched.clear();
            for (LoadBot bot : round) {
                LoadConnection poll = bot.due(now);
                if (poll != null) {
                    poll.respond(OK, bot.give(System.nanoTime()));
                }
            }
        }
    }

    private long pause() {
        long next = delayed.isEmpty() ? nextSweep : delayed.peek().due();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()));
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
                return;
            }
            LoadConnection connection = (LoadConnection) key.attachment();
            try {
                if (key.isWritable()) {
                    connection.flush();
                }
                if (key.isReadable()) {
                    connection.read(buffer);
                }
            } catch (IOException | CancelledKeyException e) {
                connection.close();
            }
        } catch (IOException e) {
            fail("the load server cannot accept a connection: " + e.getMessage());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept();
                channel != null;
                channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new LoadConnection(++connections, channel, key, this));
        }
    }

    /** Handles a request; its answer may come later. */
    void handle(LoadConnection connection, byte[] data, int from, HttpFrame frame)
            throws IOException {
        String line = new String(data, from, frame.lineEnd() - from, StandardCharsets.ISO_8859_1);
        int path = line.indexOf(' ') + 1;
        int colon = line.indexOf(':', path);
        int slash = line.indexOf('/', path + 1);
        if (line.startsWith("/handler", path)) {
            RequestFields fields = RequestFields.of(data, frame);
            connection.respond(OK, "{\"text\":\"" + fields.text() + "\"}");
            return;
        }
        int bot = -1;
        if (line.startsWith("/bot", path) && colon > 0 && slash > colon) {
            bot = Integer.parseInt(line, path + 4, colon, 10) - FIRST_ID;
        }
        if (bot < 0 || bot >= bots.length) {
            connection.respond(
                    "404 Not Found",
                    "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
            return;
        }
        int end = line.indexOf(' ', slash);
        call(connection, bots[bot], bot, line.substring(slash + 1, end), data, frame);
    }

    private void call(
            LoadConnection connection,
            LoadBot bot,
            int number,
            String method,
            byte[] data,
            HttpFrame frame)
            throws IOException {
        switch (method) {
            // The end of another poll that came in the same round counts first.
            case "getUpdates" ->
                    polls.add(new Poll(connection, bot, RequestFields.of(data, frame)));
            case "sendMessage" -> send(connection, bot, number, RequestFields.of(data, frame));
            case "getMe" ->
                    connection.respond(
                            OK,
                            "{\"ok\":true,\"result\":{\"id\":"
                                    + (FIRST_ID + number)
                                    + ",\"is_bot\":true,\"first_name\":\"Load\",\"username\":\"load"
                                    + number
                                    + "_bot\"}}");
            default -> connection.respond(OK, DONE);
        }
    }

    private void poll(LoadConnection connection, LoadBot bot, RequestFields fields) {
        long now = System.nanoTime();
        long accept = bot.confirm(fields.offset(), now);
        if (accept >= 0) {
            accepts.record(accept);
        }
        if (!bot.polled()) {
            polledBots++;
        }
        LoadConnection former =
                bot.poll(connection, now, now + TimeUnit.SECONDS.toNanos(fields.timeout()));
        if (former != null) {
            former.respond(
                    "409 Conflict",
                    "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: terminated by"
                            + " other getUpdates request\"}");
        }
        touched.add(bot);
    }

    private void send(LoadConnection connection, LoadBot bot, int number, RequestFields fields)
            throws IOException {
        long now = System.nanoTime();
        LoadChat chat = bot.chat(fields.chat());
        String body =
                "{\"ok\":true,\"result\":{\"message_id\":"
                        + (1_000_000 + answered)
                        + ",\"date\":"
                        + date
                        + ",\"chat\":{\"id\":"
                        + fields.chat()
                        + ",\"type\":\"private\"},\"text\":\""
                        + fields.text()
                        + "\"}}";
        try {
            if (chat == null) {
                throw new IllegalStateException("is in no chat of this bot");
            }
            latencies.record(chat.answer(fields.text(), now));
            answered++;
        } catch (IllegalStateException e) {
            fail("an answer in chat " + fields.chat() + " of bot " + number + " " + e.getMessage());
            connection.respond(OK, body);
            return;
        }
        if (sendDelay == 0) {
            answer(connection, body, bot, chat);
        } else {
            delayed.add(new DelayedAnswer(now + sendDelay, connection, body, bot, chat));
        }
    }

    private void answer(LoadConnection connection, String body, LoadBot bot, LoadChat chat)
            throws IOException {
        connection.respond(OK, body);
        if (talking) {
            bot.say(chat);
            touched.add(bot);
        }
    }

    private void fail(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
