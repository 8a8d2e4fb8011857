package dev.gateway.core.journal.table;

import dev.gateway.core.journal.table.ConversationQueueTable.Claim;
import dev.gateway.core.journal.table.ConversationQueueTable.Pause;
import dev.gateway.core.journal.table.ConversationQueueTable.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of a queue by account and conversation, free and busy ones.
 *
 * @param <T> a piece of work, as the next claim takes it
 */
final class ConversationPlaces<T> {

    private final String self;
    private final Map<String, Map<String, ConversationPlace<T>>> places = new HashMap<>();

    /** Creates the places as used by a session. */
    ConversationPlaces(String self) {
        this.self = self;
    }

    /** Returns the place of a conversation; null if it has none. */
    ConversationPlace<T> find(String account, String conversation) {
        Map<String, ConversationPlace<T>> of = places.get(account);
        return of == null ? null : of.get(conversation);
    }

    /** Returns the place of a conversation that this session has taken; null if it has none. */
    ConversationPlace<T> own(String account, String conversation) {
        ConversationPlace<T> place = find(account, conversation);
        return place != null && self.equals(place.busyBy) ? place : null;
    }

    void put(ConversationPlace<T> place) {
        places.computeIfAbsent(place.account, ignored -> new HashMap<>())
                .put(place.conversation, place);
    }

    void remove(ConversationPlace<T> place) {
        Map<String, ConversationPlace<T>> of = places.get(place.account);
        of.remove(place.conversation);
        if (of.isEmpty()) {
            places.remove(place.account);
        }
    }

    Collection<ConversationPlace<T>> all() {
        List<ConversationPlace<T>> all = new ArrayList<>();
        places.values().forEach(of -> all.addAll(of.values()));
        return all;
    }

    /**
     * Replaces all places by those of the rows, and returns them. Conversations keep their turn,
     * but for a pause that another process has ended: they are due.
     */
    Collection<ConversationPlace<T>> read(ConversationQueueTable table) throws SQLException {
        Map<String, Map<String, ConversationPlace<T>>> former = new HashMap<>(places);
        places.clear();
        Map<ConversationPlace<T>, Boolean> known = new HashMap<>();
        for (Work work : table.work()) {
            if (work.account() != null && work.conversation() != null) {
                ConversationPlace<T> place =
                        place(former, known, work.account(), work.conversation());
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
            ConversationPlace<T> place = find(pause.account(), pause.conversation());
            if (place != null) {
                place.restore(pause);
            }
        }
        return known.keySet();
    }

    private ConversationPlace<T> place(
            Map<String, Map<String, ConversationPlace<T>>> former,
            Map<ConversationPlace<T>, Boolean> known,
            String account,
            String conversation) {
        ConversationPlace<T> place = find(account, conversation);
        if (place == null) {
            place = new ConversationPlace<>(account, conversation);
            ConversationPlace<T> before = former.getOrDefault(account, Map.of()).get(conversation);
            if (before != null) {
                place.continueAs(before);
            }
            known.put(place, before != null);
            put(place);
        }
        return place;
    }
}
