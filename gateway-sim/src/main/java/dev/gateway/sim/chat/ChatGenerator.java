package dev.gateway.sim.chat;

import dev.gateway.sim.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who chats all the time: says something different again and again and counts what became
 * of it. The bot has to answer with a text that holds what was said. Thread-safe; has one thread,
 * which ends with {@link #stop} or {@link #close}.
 */
public final class ChatGenerator implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final VirtualUser user;
    private final Duration pause;
    private final Thread thread;
    private final List<SentMessage> said = new ArrayList<>();
    private volatile boolean talking = true;

    private ChatGenerator(VirtualUser user, Duration pause) {
        this.user = user;
        this.pause = pause;
        thread = new Thread(this::chatUntilStopped, "chatter-" + user.name());
        thread.setDaemon(true);
    }

    /** Begins to chat, with this pause between two messages. */
    public static ChatGenerator start(VirtualUser user, Duration pause) {
        ChatGenerator generator = new ChatGenerator(user, pause);
        generator.thread.start();
        return generator;
    }

    private void chatUntilStopped() {
        try {
            long next = System.nanoTime();
            while (talking) {
                sendOne();
                next += pause.toNanos();
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() {
        synchronized (said) {
            // The brackets keep message 1 from being found in the answer to message 11.
            said.add(user.says("<" + user.name() + " " + (said.size() + 1) + ">"));
        }
    }

    /** Says no more; counts go on. */
    public void stop() throws InterruptedException {
        talking = false;
        thread.interrupt();
        thread.join(LONGEST_END.toMillis());
    }

    /** What became of all that was said so far. */
    public ChatStats count() {
        return ChatStats.of(messages());
    }

    /** All that was said so far. */
    public List<SentMessage> messages() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    /**
     * Waits until everything was answered, or until the time is over, and counts. Stop first: who
     * goes on talking always waits for an answer.
     */
    public ChatStats awaitAnswers(Duration within) throws InterruptedException {
        Await.holdsWithin(within, () -> count().lost() == 0);
        return count();
    }

    /** Stops without waiting for answers. */
    @Override
    public void close() {
        talking = false;
        thread.interrupt();
    }
}
