package dev.gateway.core.message;

import dev.gateway.core.message.MessageHandler.HandlerException;
import java.util.concurrent.Semaphore;

/**
 * The part of {@link MessageMemoryBudget} that one message has until its answer is stored. Texts
 * are counted as they arrive; those of one answer and of one message are limited, and what is more
 * than ordinary takes more. Thread-safe.
 */
public final class MessageMemoryShare implements AutoCloseable {

    /** Bytes of UTF-8 in one text. */
    public static final int LONGEST_TEXT = 256 << 10;

    /** Bytes of UTF-8 in all texts that one message is answered with. */
    public static final int MOST_TEXT = 1 << 20;

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

    /** Returns the only share of memory of its own, for what is not part of a gateway. */
    public static MessageMemoryShare standalone() {
        return new MessageMemoryShare(new Semaphore(0), new Semaphore(1));
    }

    /**
     * Takes what a message with long texts needs, and waits until it is there.
     *
     * @throws InterruptedException if the message's time was over before that
     */
    public void grow() throws InterruptedException {
        if (isGrown()) {
            return;
        }
        large.acquire();
        keep();
    }

    /** Counts a text that has arrived; waits for the memory if that makes it more than ordinary. */
    public void waitFor(String text) throws HandlerException, InterruptedException {
        if (count(text)) {
            grow();
        }
    }

    /**
     * Counts a text that has arrived, without waiting.
     *
     * @throws HandlerException if it is too long, or if there is no memory for long ones now
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

    /** Returns whether a text was refused as there was no memory for long ones. */
    boolean hasRefused() {
        return refused;
    }

    /** Gives everything back. Idempotent. */
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

    /** Returns how many bytes a text has in UTF-8, without encoding it. */
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
        if (bytes > LONGEST_TEXT) {
            throw new HandlerException("a text of the answer has more than 256 KiB", null);
        }
        texts += bytes;
        if (texts > MOST_TEXT) {
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
            large.release(); // another thread was faster, or the message is done
        } else {
            grown = true;
        }
    }
}
