package dev.gateway.core.journal.table;

import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.ConversationQueueTable.Queue;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The places of conversations in one of the two queues, in memory. A conversation has a place as
 * long as it has work in the queue; the place is busy while its work is claimed, by this session or
 * by another one. So finding work costs the same with one account as with ten thousand, and with
 * ten pending messages as with a hundred thousand, and conversations take turns.
 *
 * <p>The truth is in the rows: each claim names its session there, and each pause has a row. What
 * is here is read anew at the begin of a transaction if another process has written meanwhile, or
 * the transaction before has failed. Until it is read, nothing is kept. Small pieces of work that
 * this process has stored itself are kept until they are taken, so that they need not be read.
 *
 * @param <T> a piece of work, as the next claim takes it
 */
public final class ConversationQueue<T> {

    /** The number of pieces of work that are kept at most. */
    private static final int MAX_KEPT = 1024;

    private final ConversationQueueTable table;
    private final String self;
    private final ConversationPlaces<T> places;
    private final ReadyPlaces<T> ready = new ReadyPlaces<>();
    private int kept;
    private boolean loaded;

    /** Creates the queue as used by a session. */
    ConversationQueue(SqliteConnection connection, Queue queue, SessionId self) {
        this.table = new ConversationQueueTable(connection, queue);
        this.self = self.text();
        this.places = new ConversationPlaces<>(this.self);
    }

    /** Makes the next transaction read the rows. */
    public void invalidate() {
        loaded = false;
    }

    public boolean isLoaded() {
        return loaded;
    }

    /**
     * Reads the rows. Conversations keep their turn, but for a pause that another process has
     * ended: they are due.
     */
    public void load() throws SQLException {
        ready.clear();
        kept = 0;
        places.read(table).stream().sorted(ReadyPlaces.order()).forEach(ready::add);
        loaded = true;
    }

    /**
     * Adds a piece of work, and a place at the end unless the conversation has one.
     *
     * @param work the piece itself if it may be kept
     */
    void add(String account, String conversation, Optional<T> work, long now) {
        if (!loaded) {
            return;
        }
        ConversationPlace<T> place = places.find(account, conversation);
        if (place == null) {
            place = new ConversationPlace<>(account, conversation);
            place.readyAt = now;
            places.put(place);
            ready.add(place);
        }
        if (work.isPresent() && kept < MAX_KEPT && place.kept.size() == place.waiting) {
            place.kept.add(work.get());
            kept++;
        }
        place.waiting++;
    }

    /** Adds a message of the user; a place that awaits one is due at once. */
    void addMessage(String account, String conversation, Optional<T> work, long now)
            throws SQLException {
        add(account, conversation, work, now);
        ConversationPlace<T> place = places.find(account, conversation);
        if (place != null && place.awaits == Awaits.PERSON && place.readyAt > now) {
            ready.remove(place);
            place.readyAt = now;
            save(place, now);
            ready.add(place);
        }
    }

    /** Returns the first piece of work of a free place if it is kept. */
    Optional<T> first(ConversationPlace<T> place) {
        return Optional.ofNullable(place.kept.peekFirst());
    }

    private void forgetWork(ConversationPlace<T> place) {
        kept -= place.kept.size();
        place.kept.clear();
    }

    /** Removes pieces of work that are in the rows no more, or were parked. */
    void drop(String account, String conversation, int pieces) {
        ConversationPlace<T> place = places.find(account, conversation);
        if (place != null) {
            place.waiting -= pieces;
            forgetWork(place);
        }
    }

    /** Lets a free place wait for the next message of its user, or for that time. */
    void awaitMessage(ConversationPlace<T> place, long until, long now) throws SQLException {
        ready.remove(place);
        place.readyAt = until;
        place.awaits = Awaits.PERSON;
        save(place, now);
        ready.add(place);
    }

    /**
     * Returns the accounts with free places, the one that has waited longest for its turn first.
     */
    public List<String> accounts() {
        return ready.accounts();
    }

    /** Ends the turn of an account: it comes after the others. */
    public void passTurn(String account) {
        ready.passTurn(account);
    }

    /** Returns the first places of these accounts that are due and free, longest waiting first. */
    List<ConversationPlace<T>> ready(Predicate<String> accounts, long now, int limit) {
        return ready.first(place -> accounts.test(place.account), now, limit);
    }

    /** Returns only places whose last attempt was refused, or only the others. */
    List<ConversationPlace<T>> ready(String account, boolean refused, long now, int limit) {
        return ready.first(account, place -> place.refusals > 0 == refused, now, limit);
    }

    /** Returns the time at which the next free place of one of these accounts is due. */
    OptionalLong nextReady(Predicate<String> accounts) {
        return ready.next(place -> accounts.test(place.account));
    }

    /** Returns the time at which the next free place with at most so many refusals is due. */
    OptionalLong nextReady(String account, int most) {
        return ready.next(account, place -> place.refusals <= most);
    }

    /**
     * Returns the time at which the next free place with at most so many refusals is due, except
     * those that a limit of the platform delays.
     */
    public OptionalLong nextUnpaced(String account, int most) {
        Predicate<ConversationPlace<T>> unpaced =
                place -> place.refusals <= most && place.awaits != Awaits.LIMIT;
        return ready.next(account, unpaced);
    }

    /** Marks a place busy with a piece of its work, for this session. */
    void take(ConversationPlace<T> place) {
        ready.remove(place);
        place.busyBy = self;
        place.heard = false;
        place.waiting--;
        if (place.kept.pollFirst() != null) {
            kept--;
        }
    }

    /** Ends this session's turn: the place goes to the end, or ends if it has no more work. */
    void finish(String account, String conversation, long now) throws SQLException {
        ConversationPlace<T> place = places.own(account, conversation);
        if (place == null) {
            invalidate(); // The rows have passed to another account since the claim.
            return;
        }
        place.busyBy = null;
        place.refusals = 0;
        place.awaits = Awaits.TRY;
        place.readyAt = now;
        save(place, now);
        if (place.waiting > 0) {
            ready.add(place);
        } else {
            forget(place);
        }
    }

    /** Frees a place whose work waits until then, and clears its refusals. */
    void free(String account, String conversation, long readyAt, long now) throws SQLException {
        pause(account, conversation, readyAt, Awaits.TRY, 0, now);
    }

    /**
     * Frees a place whose work was refused for a reason of its own, so that it alone waits.
     *
     * @param awaits the event that ends the wait; if that is the user's next message and one came
     *     during the refused attempt, the place is due at {@code now}
     */
    void refused(String account, String conversation, long readyAt, Awaits awaits, long now)
            throws SQLException {
        ConversationPlace<T> place = places.own(account, conversation);
        boolean came = place != null && place.heard && awaits == Awaits.PERSON;
        int refusals = place == null ? 0 : place.refusals + 1;
        pause(account, conversation, came ? now : readyAt, awaits, refusals, now);
    }

    /** Frees a place that waits for a reason that does not concern it alone. */
    void postpone(String account, String conversation, long readyAt, long now) throws SQLException {
        ConversationPlace<T> place = places.own(account, conversation);
        Awaits awaits = place == null ? Awaits.TRY : place.awaits;
        int refusals = place == null ? 0 : place.refusals;
        pause(account, conversation, readyAt, awaits, refusals, now);
    }

    /** Frees a place that a limit of the platform delays. */
    void pace(String account, String conversation, long readyAt, long now) throws SQLException {
        ConversationPlace<T> place = places.own(account, conversation);
        int refusals = place == null ? 0 : place.refusals;
        pause(account, conversation, readyAt, Awaits.LIMIT, refusals, now);
    }

    private void pause(
            String account,
            String conversation,
            long readyAt,
            Awaits awaits,
            int refusals,
            long now)
            throws SQLException {
        ConversationPlace<T> place = places.own(account, conversation);
        if (place == null) {
            invalidate();
            return;
        }
        place.busyBy = null;
        place.waiting++;
        forgetWork(place); // What comes first now is not among it.
        place.readyAt = readyAt;
        place.awaits = awaits;
        place.refusals = refusals;
        save(place, now);
        ready.add(place);
    }

    /** Records a message of the user; a place that awaits one is due at once. */
    void resumeAfterInbound(String account, String conversation, long now) throws SQLException {
        ConversationPlace<T> place = places.find(account, conversation);
        if (place == null) {
            return;
        }
        place.heard = true;
        if (place.awaits == Awaits.PERSON) {
            ready.remove(place);
            place.readyAt = Math.min(place.readyAt, now);
            place.refusals = 0;
            save(place, now);
            ready.add(place);
        } else if (place.isBusyElsewhere(self)) {
            save(place, now); // The session that has it must know when its attempt is refused.
        }
    }

    /** Ends the pause of a conversation, for all sessions. */
    public void makeDue(String account, String conversation) throws SQLException {
        table.remove(account, conversation);
        invalidate();
    }

    /** Removes a free place that has no work. */
    void closeFree(ConversationPlace<T> place) throws SQLException {
        ready.remove(place);
        if (place.stored) {
            table.remove(place.account, place.conversation);
        }
        forget(place);
    }

    private void forget(ConversationPlace<T> place) {
        forgetWork(place);
        places.remove(place);
    }

    /** Ends all pauses at the start of a session; see the table. */
    public void shortenPauses(long now) throws SQLException {
        table.shortenPauses(now);
        invalidate();
    }

    /** Ends all waits beyond {@code now}. */
    public void endWaitsBeyond(long now) throws SQLException {
        table.endWaitsBeyond(now);
        for (ConversationPlace<T> place : places.all()) {
            if (place.readyAt > now) {
                ready.remove(place);
                place.readyAt = now;
                ready.add(place);
            }
        }
    }

    /** Stores a pause, or removes the stored one when it is over. */
    private void save(ConversationPlace<T> place, long now) throws SQLException {
        boolean needed = place.needsRow(self, now);
        if (needed) {
            table.store(place.pause());
        } else if (place.stored) {
            table.remove(place.account, place.conversation);
        }
        place.stored = needed;
    }
}
