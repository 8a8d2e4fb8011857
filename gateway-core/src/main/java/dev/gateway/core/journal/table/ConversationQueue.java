package dev.gateway.core.journal.table;

import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.ConversationQueueTable.Claim;
import dev.gateway.core.journal.table.ConversationQueueTable.Pause;
import dev.gateway.core.journal.table.ConversationQueueTable.Queue;
import dev.gateway.core.journal.table.ConversationQueueTable.Work;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Map<String, Place<T>>> places = new HashMap<>();
    private final ReadyPlaces<T> ready = new ReadyPlaces<>();
    private int kept;
    private boolean loaded;

    /** Creates the queue as used by a session. */
    ConversationQueue(SqliteConnection connection, Queue queue, SessionId self) {
        this.table = new ConversationQueueTable(connection, queue);
        this.self = self.text();
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
        Map<String, Map<String, Place<T>>> former = new HashMap<>(places);
        places.clear();
        ready.clear();
        kept = 0;
        Map<Place<T>, Boolean> known = new HashMap<>();
        for (Work work : table.work()) {
            if (work.account() != null && work.conversation() != null) {
                Place<T> place = place(former, known, work.account(), work.conversation());
                place.waiting = work.waiting();
                if (!known.get(place)) {
                    place.readyAt = work.since();
                    place.turn = work.first();
                }
            }
        }
        for (Claim claim : table.claims()) {
            if (claim.account() != null && claim.conversation() != null) {
                place(former, known, claim.account(), claim.conversation()).busyBy = claim.holder();
            }
        }
        for (Pause pause : table.pauses()) {
            Place<T> place = find(pause.account(), pause.conversation());
            if (place != null) {
                place.restore(pause);
            }
        }
        known.keySet().stream().sorted(ReadyPlaces.order()).forEach(ready::add);
        loaded = true;
    }

    private Place<T> place(
            Map<String, Map<String, Place<T>>> former,
            Map<Place<T>, Boolean> known,
            String account,
            String conversation) {
        Place<T> place = find(account, conversation);
        if (place == null) {
            place = new Place<>(account, conversation);
            Place<T> before = former.getOrDefault(account, Map.of()).get(conversation);
            if (before != null) {
                place.continueAs(before);
            }
            known.put(place, before != null);
            put(place);
        }
        return place;
    }

    private void put(Place<T> place) {
        places.computeIfAbsent(place.account, ignored -> new HashMap<>())
                .put(place.conversation, place);
    }

    private Place<T> find(String account, String conversation) {
        Map<String, Place<T>> of = places.get(account);
        return of == null ? null : of.get(conversation);
    }

    /** Returns the place of a conversation that this session has taken; null if it has none. */
    private Place<T> own(String account, String conversation) {
        Place<T> place = find(account, conversation);
        return place != null && self.equals(place.busyBy) ? place : null;
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
        Place<T> place = find(account, conversation);
        if (place == null) {
            place = new Place<>(account, conversation);
            place.readyAt = now;
            put(place);
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
        Place<T> place = find(account, conversation);
        if (place != null && place.awaits == Awaits.PERSON && place.readyAt > now) {
            ready.remove(place);
            place.readyAt = now;
            save(place, now);
            ready.add(place);
        }
    }

    /** Returns the first piece of work of a free place if it is kept. */
    Optional<T> first(Place<T> place) {
        return Optional.ofNullable(place.kept.peekFirst());
    }

    private void forgetWork(Place<T> place) {
        kept -= place.kept.size();
        place.kept.clear();
    }

    /** Removes pieces of work that are in the rows no more, or were parked. */
    void drop(String account, String conversation, int pieces) {
        Place<T> place = find(account, conversation);
        if (place != null) {
            place.waiting -= pieces;
            forgetWork(place);
        }
    }

    /** Lets a free place wait for the next message of its user, or for that time. */
    void awaitMessage(Place<T> place, long until, long now) throws SQLException {
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
    List<Place<T>> ready(Predicate<String> accounts, long now, int limit) {
        return ready.first(place -> accounts.test(place.account), now, limit);
    }

    /** Returns only places whose last attempt was refused, or only the others. */
    List<Place<T>> ready(String account, boolean refused, long now, int limit) {
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
        Predicate<Place<T>> unpaced =
                place -> place.refusals <= most && place.awaits != Awaits.LIMIT;
        return ready.next(account, unpaced);
    }

    /** Marks a place busy with a piece of its work, for this session. */
    void take(Place<T> place) {
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
        Place<T> place = own(account, conversation);
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
        Place<T> place = own(account, conversation);
        boolean came = place != null && place.heard && awaits == Awaits.PERSON;
        int refusals = place == null ? 0 : place.refusals + 1;
        pause(account, conversation, came ? now : readyAt, awaits, refusals, now);
    }

    /** Frees a place that waits for a reason that does not concern it alone. */
    void postpone(String account, String conversation, long readyAt, long now) throws SQLException {
        Place<T> place = own(account, conversation);
        Awaits awaits = place == null ? Awaits.TRY : place.awaits;
        int refusals = place == null ? 0 : place.refusals;
        pause(account, conversation, readyAt, awaits, refusals, now);
    }

    /** Frees a place that a limit of the platform delays. */
    void pace(String account, String conversation, long readyAt, long now) throws SQLException {
        Place<T> place = own(account, conversation);
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
        Place<T> place = own(account, conversation);
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
        Place<T> place = find(account, conversation);
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
        } else if (place.busyBy != null && !self.equals(place.busyBy)) {
            save(place, now); // The session that has it must know when its attempt is refused.
        }
    }

    /** Ends the pause of a conversation, for all sessions. */
    public void makeDue(String account, String conversation) throws SQLException {
        table.remove(account, conversation);
        invalidate();
    }

    /** Removes a free place that has no work. */
    void closeFree(Place<T> place) throws SQLException {
        ready.remove(place);
        if (place.stored) {
            table.remove(place.account, place.conversation);
        }
        forget(place);
    }

    private void forget(Place<T> place) {
        forgetWork(place);
        Map<String, Place<T>> of = places.get(place.account);
        of.remove(place.conversation);
        if (of.isEmpty()) {
            places.remove(place.account);
        }
    }

    /** Ends all pauses at the start of a session; see the table. */
    public void shortenPauses(long now) throws SQLException {
        table.shortenPauses(now);
        invalidate();
    }

    /** Ends all waits beyond {@code now}. */
    public void endWaitsBeyond(long now) throws SQLException {
        table.endWaitsBeyond(now);
        for (Place<T> place : all()) {
            if (place.readyAt > now) {
                ready.remove(place);
                place.readyAt = now;
                ready.add(place);
            }
        }
    }

    private Collection<Place<T>> all() {
        List<Place<T>> all = new ArrayList<>();
        places.values().forEach(of -> all.addAll(of.values()));
        return all;
    }

    /** Stores a pause, or removes the stored one when it is over. */
    private void save(Place<T> place, long now) throws SQLException {
        boolean elsewhere = place.busyBy != null && !self.equals(place.busyBy);
        boolean needed =
                place.readyAt > now
                        || place.refusals > 0
                        || place.awaits != Awaits.TRY
                        || elsewhere && place.heard;
        if (needed) {
            table.store(place.pause());
        } else if (place.stored) {
            table.remove(place.account, place.conversation);
        }
        place.stored = needed;
    }

    /** The place of one conversation. */
    static final class Place<T> {
        final String account;
        final String conversation;
        private long readyAt;
        private int waiting;
        private String busyBy;
        private int refusals;
        private Awaits awaits = Awaits.TRY;
        private boolean heard;
        private boolean stored;

        /** The first pieces of its waiting work, without a gap. */
        private final Deque<T> kept = new ArrayDeque<>(2);

        /** The number that orders places of the same time; given by the set of free places. */
        long turn;

        private Place(String account, String conversation) {
            this.account = account;
            this.conversation = conversation;
        }

        long readyAt() {
            return readyAt;
        }

        boolean isBusy() {
            return busyBy != null;
        }

        int refusals() {
            return refusals;
        }

        /** Takes the turn of the place that was read before; a pause must be in the rows. */
        private void continueAs(Place<T> before) {
            readyAt = before.stored ? 0 : before.readyAt;
            turn = before.turn;
            heard = before.heard;
        }

        private void restore(Pause pause) {
            readyAt = pause.readyAt();
            refusals = pause.refusals();
            awaits = pause.awaits();
            heard |= pause.heard();
            stored = true;
        }

        private Pause pause() {
            return new Pause(account, conversation, readyAt, refusals, awaits, heard);
        }
    }
}
