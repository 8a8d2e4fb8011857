package dev.gateway.sim.chat;

import dev.gateway.sim.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A load generator that sends a different text again and again as one user and counts the answers.
 * The bot must answer each text with one that contains it. Thread-safe; has one thread, which ends
 * with {@link #stop} or {@link #close}.
 */
public final class ChatGenerator implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final VirtualUser user;
    private final Duration pause;
    private final Thread thread;
    private final List<SentMessage> messages = new ArrayList<>();
    private volatile boolean running = true;

    private ChatGenerator(VirtualUser user, Duration pause) {
        this.user = user;
        this.pause = pause;
        thread = new Thread(this::chatUntilStopped, "chat-generator-" + user.name());
        thread.setDaemon(true);
    }

    /** Starts to send, with this pause between two messages. */
    public static ChatGenerator start(VirtualUser user, Duration pause) {
        ChatGenerator generator = new ChatGenerator(user, pause);
        generator.thread.start();
        return generator;
    }

    private void chatUntilStopped() {
        try {
            long next = System.nanoTime();
            while (running) {
                sendOne();
                next += pause.toNanos();
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() {
        synchronized (messages) {
            // The brackets keep message 1 from being found in the answer to message 11.
            messages.add(user.says("<" + user.name() + " " + (messages.size() + 1) + ">"));
        }
    }

    /** Sends no more messages; answers still count. */
    public void stop() throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(CLOSE_TIMEOUT.toMillis());
    }

    /** Returns the counts of all messages so far. */
    public ChatStats count() {
        return ChatStats.of(messages());
    }

    /** Returns all messages so far. */
    public List<SentMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /**
     * Waits until every message is answered or the time is over, and returns the counts. Call
     * {@link #stop} first: while messages are being sent, one always lacks its answer.
     */
    public ChatStats awaitAnswers(Duration within) throws InterruptedException {
        Await.holdsWithin(within, () -> count().lost() == 0);
        return count();
    }

    /** Stops without waiting for answers. */
    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
