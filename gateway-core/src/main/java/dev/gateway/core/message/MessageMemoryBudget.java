package dev.gateway.core.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The memory that all messages in work may take together, whatever handlers answer and however many
 * workers there are: a quarter of the heap. Half of it is for the ordinary part of each message,
 * which it has from its claim until its answer is stored; the other half is for the few whose texts
 * are long. Who needs a part of the second half waits for it with nothing but a part of the first,
 * so nobody waits in a circle. Thread-safe.
 */
public final class MessageMemoryBudget {

    /** What a message takes whose texts stay below {@link #ORDINARY_TEXT}: with all copies. */
    static final int ORDINARY = 512 << 10;

    /** Bytes of text up to which a message is ordinary. */
    static final int ORDINARY_TEXT = 64 << 10;

    /** What a message takes at the limits of its texts: with all copies. */
    static final int LARGE = 8 << 20;

    private static final int MOST_REMEMBERED = 10_000;

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final int messages;
    private final Semaphore ordinary;
    private final Semaphore large;

    private MessageMemoryBudget(long bytes) {
        messages = parts(bytes / 2, ORDINARY);
        ordinary = new Semaphore(messages, true);
        large = new Semaphore(parts(bytes / 2, LARGE), true);
    }

    /** Returns the memory of a JVM with that heap. */
    public static MessageMemoryBudget ofHeap(long bytes) {
        return new MessageMemoryBudget(bytes / 4);
    }

    /** Returns for how many messages there is room at a time. */
    int messages() {
        return messages;
    }

    /**
     * Waits until there is room for one more message, and takes it. One whose answer was refused
     * because it got long while there was no memory for that waits for this memory now, so that no
     * second try of it fails for the same reason.
     *
     * @param id the message's
     * @param text bytes of the message's own text and names
     * @throws InterruptedException if its time was over before that
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

    /** Notes that the answer to a message was refused as there was no memory for a long one. */
    void refused(String id) {
        if (refused.size() >= MOST_REMEMBERED) {
            refused.clear(); // most of them were not tried again
        }
        refused.add(id);
    }

    private static int parts(long bytes, int each) {
        return (int) Math.max(1, Math.min(bytes / each, 100_000));
    }
}
