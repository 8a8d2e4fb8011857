package dev.gateway.core.journal.table;

import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.ConversationQueueTable.Pause;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The place of one conversation in a queue: when it is due, who has it, and what it waits for.
 *
 * @param <T> a piece of work, as the next claim takes it
 */
final class ConversationPlace<T> {

    final String account;
    final String conversation;
    long readyAt;
    int waiting;
    String busyBy;
    int refusals;
    Awaits awaits = Awaits.TRY;
    boolean heard;
    boolean stored;

    /** The first pieces of its waiting work, without a gap. */
    final Deque<T> kept = new ArrayDeque<>(2);

    /** The number that orders places of the same time; given by the set of free places. */
    long turn;

    ConversationPlace(String account, String conversation) {
        this.account = account;
        this.conversation = conversation;
    }

    boolean isBusy() {
        return busyBy != null;
    }

    /** Returns whether another session than this one has it. */
    boolean isBusyElsewhere(String self) {
        return busyBy != null && !self.equals(busyBy);
    }

    /** Returns whether there is something to remember of it beyond the rows of its work. */
    boolean needsRow(String self, long now) {
        return readyAt > now
                || refusals > 0
                || awaits != Awaits.TRY
                || isBusyElsewhere(self) && heard;
    }

    /** Takes the turn of the place that was read before; a pause must be in the rows. */
    void continueAs(ConversationPlace<T> before) {
        readyAt = before.stored ? 0 : before.readyAt;
        turn = before.turn;
        heard = before.heard;
    }

    void restore(Pause pause) {
        readyAt = pause.readyAt();
        refusals = pause.refusals();
        awaits = pause.awaits();
        heard |= pause.heard();
        stored = true;
    }

    Pause pause() {
        return new Pause(account, conversation, readyAt, refusals, awaits, heard);
    }
}
