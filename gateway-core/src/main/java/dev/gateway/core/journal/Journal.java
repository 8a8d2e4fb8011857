package dev.gateway.core.journal;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The durable store of received messages, of answers to be sent, and of the position up to which
 * each platform was read. Thread-safe.
 *
 * <p>After a normal return the effect of a method is on disk. A method that waits can be
 * interrupted; its effect then takes place completely or not at all, and the caller cannot tell
 * which. {@link IOException}s name the file, the cause and the next step on one line; after one
 * nothing has changed, and the same call may succeed later (disk full, locked by another process).
 */
public interface Journal extends AutoCloseable {

    /**
     * Binds the name of a platform in the config to an account, for this process. Cursor, notes and
     * dedup keys of an account that had the name before stay with that account; those stored by a
     * version without accounts go to the first account bound. A platform without account uses its
     * name as one.
     *
     * @throws java.io.UncheckedIOException if it cannot be stored
     */
    void bind(String platform, AccountBinding binding);

    /** Binds the name of a platform to an account without rules of its own. */
    default void bind(String platform, String account) {
        bind(platform, AccountBinding.of(account));
    }

    /**
     * Stores new messages, the cursor and the notes of a batch in one transaction. Messages with a
     * known dedup key are left out; those that are refused are counted. A pairing is looked up, and
     * a stranger answered, in the same transaction. Blocks while too many messages of this platform
     * are pending, so that a backlog builds up on the platform and not in memory.
     *
     * @param admissions the decisions on the messages of the batch, in their order
     */
    AcceptResult accept(String platform, InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException;

    /** Stores a batch like the other method, without any restriction on who may talk. */
    default AcceptResult accept(String platform, InboundBatch batch)
            throws IOException, InterruptedException {
        return accept(
                platform, batch, Collections.nCopies(batch.messages().size(), Admission.OPEN));
    }

    /**
     * Returns the last cursor that was stored for a platform.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<String> cursor(String platform);

    /**
     * Returns a value that was stored with a batch of that platform.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<String> note(String platform, String key);

    /**
     * Returns a message that was received or sent under the platform's id of it, if the account
     * keeps them and it is at most a month old.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<Quote> said(String platform, String messageId);

    /** Returns the number of messages in each state; reads memory, at most about a second old. */
    MessageCounts counts();

    /**
     * Returns the acceptance time of the oldest message that waits for a handler; reads memory, at
     * most about a second old. Empty if none waits.
     */
    Optional<Instant> oldestPending();

    /**
     * Returns the damaged database that this one replaces, until an operator acknowledges it
     * ({@link JournalAdmin#acknowledge}); the gateway counts as degraded meanwhile.
     */
    Optional<QuarantinedDatabase> replaced();

    /** Returns the queue of messages for the handler. */
    Inbox inbox();

    /** Returns the queue of answers for the platforms. */
    Outbox outbox();

    /** Returns the recent exchanges, for handlers that need them. */
    History history();

    /**
     * Returns the locations of the files of all unfinished messages and answers, as text: these
     * files must not be deleted.
     */
    Set<String> attachments() throws IOException, InterruptedException;

    /**
     * Registers a listener, called after each accepted batch and within about a second after a
     * change by another process. It must return at once.
     */
    void onChange(Runnable listener);

    /**
     * Finishes the calls in progress and closes the file. Later calls of other methods throw {@link
     * IOException}. Idempotent.
     */
    @Override
    void close();
}
