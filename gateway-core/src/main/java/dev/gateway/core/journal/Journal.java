package dev.gateway.core.journal;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.token.TokenLease;
import java.io.IOException;
import java.time.Instant;
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
     * Prepares an account before its token is held, so that little is left to do then: from here on
     * its name stands for this account, in this process. What an account of that name had before
     * stays with that one; rows that belong to the name alone, as earlier versions wrote them, go
     * to the first account of it.
     *
     * @throws java.io.UncheckedIOException if it cannot be stored
     */
    void prepare(AccountBinding binding);

    /**
     * Takes an account over, for the holder of its token, in one short transaction: from its return
     * on, only the caller writes its cursor and its notes. To be called before the first poll.
     *
     * @throws java.io.UncheckedIOException if it cannot be stored
     */
    AccountJournal adopt(TokenLease lease, AccountBinding binding);

    /** Returns the number of messages in each state; reads memory, at most about a second old. */
    MessageCounts counts();

    /**
     * Returns the acceptance time of the oldest message that waits for a handler; reads memory, at
     * most about a second old. Empty if none waits.
     */
    Optional<Instant> oldestPending();

    /**
     * Returns the damaged database that this one replaces, until an operator acknowledges it; the
     * gateway counts as degraded meanwhile.
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
     * Leaves the care for the journal to the process that gets the home next: from the return on
     * this one prunes, shrinks, repairs and recovers nothing, and follows when that process puts
     * another file in place. Claims go on as before.
     *
     * @throws IOException if a repair in progress did not end in time; this process keeps the care
     */
    void yieldMaintenance() throws IOException, InterruptedException;

    /**
     * Takes the care for the journal again, for a process that holds its home again; what sessions
     * that have ended meanwhile held is taken back within moments.
     */
    void takeMaintenance();

    /** Returns the membership in the hosts that share this journal; empty if no others can. */
    default Optional<Membership> membership() {
        return Optional.empty();
    }

    /**
     * Finishes the calls in progress and closes the file. Later calls of other methods throw {@link
     * IOException}. Idempotent.
     */
    @Override
    void close();
}
