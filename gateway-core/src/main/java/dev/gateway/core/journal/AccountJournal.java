package dev.gateway.core.journal;

import dev.gateway.core.access.Admission;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The journal of one account, for the process that holds its token. It ends for good when another
 * process takes the account over ({@link Journal#adopt}): late messages are stored then, so that
 * none is lost that the platform gives away only once, but neither the cursor nor notes that could
 * replace newer ones. Thread-safe.
 */
public interface AccountJournal extends AutoCloseable {

    /**
     * Stores new messages, the cursor and the notes of a batch in one transaction. Messages with a
     * known dedup key are left out; those that are refused are counted. A pairing is looked up, and
     * a stranger answered, in the same transaction. Blocks while too many messages of this account
     * are pending, so that a backlog builds up on the platform and not in memory.
     *
     * @param admissions the decisions on the messages of the batch, in their order
     * @throws AccountTakenException if another process has taken the account over; the messages are
     *     stored
     * @throws IOException if the batch could not be stored, or this journal is closed
     */
    AcceptResult accept(InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException;

    /** Stores a batch like the other method, without any restriction on who may talk. */
    default AcceptResult accept(InboundBatch batch) throws IOException, InterruptedException {
        return accept(batch, Collections.nCopies(batch.messages().size(), Admission.OPEN));
    }

    /** Returns the last cursor that was stored for the account; reads memory only. */
    Optional<String> cursor();

    /**
     * Returns a value that was stored with a batch of the account.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<String> note(String key);

    /**
     * Returns a message that was received or sent under the platform's id of it, if the account
     * keeps them and it is at most a month old.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<Quote> said(String messageId);

    /** Refuses all batches from now on. Idempotent, and touches no file. */
    @Override
    void close();
}
