package dev.gateway.sim.tryout;

import dev.gateway.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A printer of the bot's messages on all platforms as soon as they arrive. Thread-safe; has one
 * thread.
 */
final class AnswerPrinter implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final List<PrivateChat> chats;
    private final TryoutConsole console;
    private final Thread thread = new Thread(this::watch, "answers");

    private AnswerPrinter(List<PrivateChat> chats, TryoutConsole console) {
        this.chats = List.copyOf(chats);
        this.console = console;
        thread.setDaemon(true);
    }

    static AnswerPrinter printedOn(TryoutConsole console, List<PrivateChat> chats) {
        AnswerPrinter answerPrinter = new AnswerPrinter(chats, console);
        answerPrinter.thread.start();
        return answerPrinter;
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

    /** Prints new messages, and returns the texts without an answer, each with its platform. */
    synchronized List<String> unanswered() {
        List<String> waiting = new ArrayList<>();
        for (PrivateChat chat : chats) {
            chat.newAnswers().forEach(answer -> console.answer(chat.platform(), answer));
            chat.unanswered().forEach(text -> waiting.add("[" + chat.platform() + "] " + text));
        }
        return waiting;
    }

    /** Waits until every text is answered, or until the deadline. */
    boolean awaitAll(Deadline deadline) throws InterruptedException {
        while (!unanswered().isEmpty()) {
            if (deadline.isExpired()) {
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
