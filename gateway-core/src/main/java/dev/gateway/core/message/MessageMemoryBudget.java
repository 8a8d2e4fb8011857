package dev.gateway.core.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The memory limit of all messages in progress together, for any handler and any number of workers:
 * a quarter of the heap. Half of it is for the ordinary part of each message, held from its claim
 * until its answer is stored; the other half is for the few with long texts. A message waits for a
 * part of the second half while it holds only a part of the first, so no deadlock is possible.
 * Thread-safe.
 */
public final class MessageMemoryBudget {

    /**
     * The memory of a message whose texts stay below {@link #ORDINARY_TEXT}, including all copies.
     */
    static final int ORDINARY = 512 << 10;

    /** The size of text, in bytes, up to which a message is ordinary. */
    static final int ORDINARY_TEXT = 64 << 10;

    /** The memory of a message at the limits of its texts, including all copies. */
    static final int LARGE = 8 << 20;

    private static final int MAX_REMEMBERED = 10_000;

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final int messages;
    private final Semaphore ordinary;
    private final Semaphore large;

    private MessageMemoryBudget(long bytes) {
        messages = parts(bytes / 2, ORDINARY);
        ordinary = new Semaphore(messages, true);
        large = new Semaphore(parts(bytes / 2, LARGE), true);
    }

    /** Returns the budget for a JVM with that heap. */
    public static MessageMemoryBudget ofHeap(long bytes) {
        return new MessageMemoryBudget(bytes / 4);
    }

    /** Returns the number of messages that fit at a time. */
    int messages() {
        return messages;
    }

    /**
     * Waits for room for one more message, and takes it. If its answer was refused for lack of
     * memory for long texts before, waits for this memory too, so that no second attempt fails for
     * the same reason.
     *
     * @param id the id of the message
     * @param text the size of the message's own text and names in bytes
     * @throws InterruptedException if its time was over first
     */
    MessageMemoryShare share(String id, long text) throws InterruptedException {
        ordinary.acquire();
        var share = new MessageMemoryShare(ordinary, large);
        try {
            if (refused.remove(id) || text > ORDINARY_TEXT) {
                share.grow();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            share.close();
            throw e;
        }
        return share;
    }

    /** Records that the answer to a message was refused for lack of memory for long texts. */
    void refused(String id) {
        if (refused.size() >= MAX_REMEMBERED) {
            refused.clear(); // Most of them were not retried.
        }
        refused.add(id);
    }

    private static int parts(long bytes, int each) {
        return (int) Math.max(1, Math.min(bytes / each, 100_000));
    }
}
