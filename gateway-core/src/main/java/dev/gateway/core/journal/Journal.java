package dev.gateway.core.journal;

import dev.gateway.core.journal.sqlite.JournalAdmin;
import dev.gateway.core.platform.InboundBatch;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateway must not forget: messages that platforms delivered, answers that have to be
 * sent, and how far each platform was read. Thread-safe.
 *
 * <p>What a method has returned normally for is on disk. A method that waits can be interrupted;
 * what it asked for then happens completely or not at all, and nothing tells which. {@link
 * IOException}s name the file, the cause and the next step on one line; after one nothing has
 * changed, and the same call may succeed later (disk full, locked by another process).
 */
public interface Journal extends AutoCloseable {

    /**
     * Says which account of a platform the name in the config means from now on in this process.
     * Cursor, notes and dedup keys of another account that had the name before stay with that one;
     * those that were stored before the journal knew accounts go to the first one that is named. A
     * platform without account uses its name as one.
     *
     * @throws java.io.UncheckedIOException if it cannot be stored
     */
    void bind(String platform, String account);

    /**
     * Stores new messages, the cursor and the notes of a batch in one transaction. Messages whose
     * dedup key is known already are left out. Waits while too many messages of this platform are
     * pending, so that load ends at the platform and not in memory.
     */
    AcceptResult accept(String platform, InboundBatch batch)
            throws IOException, InterruptedException;

    /**
     * The last cursor that was stored for a platform.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<String> cursor(String platform);

    /**
     * A value that was stored with a batch of that platform.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<String> note(String platform, String key);

    /** How many messages stand where; a look at memory, at most about a second old. */
    MessageCounts counts();

    /**
     * Returns when the oldest message was accepted that waits for a handler; a look at memory, at
     * most about a second old. Empty if none waits.
     */
    Optional<Instant> oldestPending();

    /**
     * The damaged database that this one replaces, until an operator acknowledges it ({@link
     * JournalAdmin#acknowledge}); the gateway counts as degraded meanwhile.
     */
    Optional<QuarantinedDatabase> replaced();

    /** Messages on their way to the handler. */
    Inbox inbox();

    /** Answers on their way to the platforms. */
    Outbox outbox();

    /** What was said before, for handlers that need it. */
    History history();

    /**
     * Returns the locations of the files of all messages and answers that are not done, as text:
     * they must not be removed.
     */
    Set<String> attachments() throws IOException, InterruptedException;

    /**
     * Has {@code listener} called after each accepted batch and within about a second after another
     * process has changed something. It must return at once.
     */
    void onChange(Runnable listener);

    /**
     * Finishes what was asked for already and closes the file. Later calls of other methods throw
     * {@link IOException}. Idempotent.
     */
    @Override
    void close();
}
