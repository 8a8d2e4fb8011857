package dev.gateway.sim.tryout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prints what the bot says on all platforms as soon as it arrives. Thread-safe; has one thread. */
final class Answers implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final List<Chat> chats;
    private final Screen screen;
    private final Thread thread = new Thread(this::watch, "answers");

    private Answers(List<Chat> chats, Screen screen) {
        this.chats = List.copyOf(chats);
        this.screen = screen;
        thread.setDaemon(true);
    }

    static Answers printedOn(Screen screen, List<Chat> chats) {
        Answers answers = new Answers(chats, screen);
        answers.thread.start();
        return answers;
    }

    private void watch() {
        try {
            while (true) {
                unanswered();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints what is new, and returns what is not answered, each with its platform. */
    synchronized List<String> unanswered() {
        List<String> waiting = new ArrayList<>();
        for (Chat chat : chats) {
            chat.newAnswers().forEach(answer -> screen.answer(chat.platform(), answer));
            chat.unanswered().forEach(text -> waiting.add("[" + chat.platform() + "] " + text));
        }
        return waiting;
    }

    /** Waits until everything is answered, or {@code deadline} of {@link System#nanoTime}. */
    boolean awaitAll(long deadline) throws InterruptedException {
        while (!unanswered().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
