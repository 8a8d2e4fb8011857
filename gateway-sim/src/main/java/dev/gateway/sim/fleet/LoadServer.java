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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
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

    private static final int MANY = 4000;
    private static final int BUFFER = 1 << 18;
    private static final int BACKLOG = 4096;

    private final LoadApi api;
    private final SelectorThread thread;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final int port;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private long connections;

    private LoadServer(int chats, Duration sendDelay, List<Optional<PollHistory>> histories) {
        api = new LoadApi(chats, sendDelay, histories);
        try {
            thread = new SelectorThread("load-server", this::loop);
            selector = thread.selector();
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
        }
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
        String settings = bots() > MANY ? "dm_policy: open" : PlatformConfigSource.OPEN_TO_ALL;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < bots(); i++) {
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
        return LoadApi.token(bot);
    }

    int bots() {
        return api.bots();
    }

    /** Returns the address for a handler of type {@code http}, which echoes. */
    public String handlerUrl() {
        return "http://127.0.0.1:" + port + "/handler";
    }

    /** Returns the number of bots that were polled. */
    public int polledBots() {
        return api.polledBots();
    }

    /** Returns the number of answers so far. */
    public long answered() {
        return api.answered();
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
                    api.talk(goOn);
                    return null;
                });
    }

    /** Lets the chats say nothing more and waits until each message was answered. */
    public void finish(Duration limit) throws InterruptedException {
        onThread(
                () -> {
                    api.fallSilent();
                    return null;
                });
        awaitAnswers(limit);
    }

    /**
     * Waits until each message was answered.
     *
     * @throws ExpectationFailedException if that takes too long or an answer was wrong
     */
    public void awaitAnswers(Duration limit) throws InterruptedException {
        Await.until(
                () -> api.violation() != null || waiting() == 0,
                limit,
                () -> waiting() + " chats wait for an answer");
        expectNoViolation();
    }

    private long waiting() {
        try {
            return onThread(api::waiting);
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
        if (api.violation() != null) {
            throw new ExpectationFailedException(api.violation());
        }
    }

    /** Waits so long and returns what happened meanwhile. */
    public LoadWindow window(Duration length) throws InterruptedException {
        long[] cpu = new long[1];
        long began =
                onThread(
                        () -> {
                            api.latencies().clear();
                            api.accepts().clear();
                            cpu[0] = cpu();
                            return System.nanoTime();
                        });
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        return onThread(
                () ->
                        new LoadWindow(
                                Duration.ofNanos(System.nanoTime() - began),
                                api.latencies().total(),
                                Duration.ofNanos(api.latencies().percentile(0.5)),
                                Duration.ofNanos(api.latencies().percentile(0.99)),
                                Duration.ofNanos(api.accepts().percentile(0.99)),
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
        while (thread.isOpen()) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                api.fail("the load server failed: " + e);
            }
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, api.pause());
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
            next.run();
        }
        api.turn();
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
            api.fail("the load server cannot accept a connection: " + e.getMessage());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept();
                channel != null;
                channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new LoadConnection(++connections, channel, key, api));
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
