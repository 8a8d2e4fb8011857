package dev.gateway.core.message;

import dev.gateway.core.message.MessageHandler.HandlerException;
import java.util.concurrent.Semaphore;

/**
 * The part of {@link MessageMemoryBudget} that one message holds until its answer is stored. Texts
 * are counted as they arrive; their size is limited per text and per message, and more than
 * ordinary text takes more memory. Thread-safe.
 */
public final class MessageMemoryShare implements AutoCloseable {

    /** The limit of one text, in bytes of UTF-8. */
    public static final int MAX_TEXT = 256 << 10;

    /** The limit of all answers to one message, in bytes of UTF-8. */
    public static final int MAX_ALL_TEXTS = 1 << 20;

    private final Semaphore ordinary;
    private final Semaphore large;
    private long texts;
    private boolean grown;
    private boolean closed;
    private volatile boolean refused;

    MessageMemoryShare(Semaphore ordinary, Semaphore large) {
        this.ordinary = ordinary;
        this.large = large;
    }

    /** Returns a share with its own memory, for use outside a gateway. */
    public static MessageMemoryShare standalone() {
        return new MessageMemoryShare(new Semaphore(0), new Semaphore(1));
    }

    /**
     * Takes the memory of a message with long texts, waiting for it.
     *
     * @throws InterruptedException if the message's time was over first
     */
    public void grow() throws InterruptedException {
        if (isGrown()) {
            return;
        }
        large.acquire();
        keep();
    }

    /** Counts a text that has arrived; waits for memory if the message is no longer ordinary. */
    public void await(String text) throws HandlerException, InterruptedException {
        if (count(text)) {
            grow();
        }
    }

    /**
     * Counts a text that has arrived, without waiting.
     *
     * @throws HandlerException if it is too long, or if there is no memory for long texts now
     */
    public void take(String text) throws HandlerException {
        if (!count(text) || isGrown()) {
            return;
        }
        if (!large.tryAcquire()) {
            refused = true;
            throw new HandlerException(
                    "too many long answers are in work at a time; tried again", null);
        }
        keep();
    }

    /** Returns whether a text was refused for lack of memory for long texts. */
    boolean hasRefused() {
        return refused;
    }

    /** Releases the memory. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ordinary.release();
            if (grown) {
                large.release();
            }
        }
    }

    /** Returns the size of a text in UTF-8, without encoding it. */
    static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private synchronized boolean count(String text) throws HandlerException {
        long bytes = bytes(text);
        if (bytes > MAX_TEXT) {
            throw new HandlerException("a text of the answer has more than 256 KiB", null);
        }
        texts += bytes;
        if (texts > MAX_ALL_TEXTS) {
            throw new HandlerException(
                    "the answers to one message have more than 1 MiB of text", null);
        }
        return texts > MessageMemoryBudget.ORDINARY_TEXT;
    }

    private synchronized boolean isGrown() {
        return grown;
    }

    private synchronized void keep() {
        if (grown || closed) {
            large.release(); // Another thread was faster, or the message is done.
        } else {
            grown = true;
        }
    }
}
