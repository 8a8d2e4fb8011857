package dev.gateway.core.journal.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The free places of a queue in the order in which they are due, of all accounts and of each. */
final class ReadyPlaces<T> {

    private static final Comparator<ConversationPlace<?>> ORDER =
            (one, other) -> {
                int byTime = Long.compare(one.readyAt, other.readyAt);
                return byTime != 0 ? byTime : Long.compare(one.turn, other.turn);
            };

    private final TreeSet<ConversationPlace<T>> all = new TreeSet<>(ORDER);
    private final Map<String, TreeSet<ConversationPlace<T>>> byAccount = new LinkedHashMap<>();
    private long lastTurn;

    /** Returns the order of places. */
    static Comparator<ConversationPlace<?>> order() {
        return ORDER;
    }

    void clear() {
        all.clear();
        byAccount.clear();
    }

    /** Adds a place behind those of the same time, unless it is busy. */
    void add(ConversationPlace<T> place) {
        if (!place.isBusy()) {
            place.turn = ++lastTurn;
            all.add(place);
            byAccount.computeIfAbsent(place.account, ignored -> new TreeSet<>(ORDER)).add(place);
        }
    }

    /** Removes a place, before its time changes. */
    void remove(ConversationPlace<T> place) {
        TreeSet<ConversationPlace<T>> of = byAccount.get(place.account);
        if (of != null && all.remove(place)) {
            of.remove(place);
            if (of.isEmpty()) {
                byAccount.remove(place.account);
            }
        }
    }

    /**
     * Returns the accounts with free places, the one that has waited longest for its turn first.
     */
    List<String> accounts() {
        return List.copyOf(byAccount.keySet());
    }

    /** Ends the turn of an account: it comes after the others. */
    void passTurn(String account) {
        TreeSet<ConversationPlace<T>> of = byAccount.remove(account);
        if (of != null) {
            byAccount.put(account, of);
        }
    }

    List<ConversationPlace<T>> first(Predicate<ConversationPlace<T>> wanted, long now, int limit) {
        return first(all, wanted, now, limit);
    }

    List<ConversationPlace<T>> first(
            String account, Predicate<ConversationPlace<T>> wanted, long now, int limit) {
        TreeSet<ConversationPlace<T>> of = byAccount.get(account);
        return of == null ? List.of() : first(of, wanted, now, limit);
    }

    private List<ConversationPlace<T>> first(
            TreeSet<ConversationPlace<T>> from,
            Predicate<ConversationPlace<T>> wanted,
            long now,
            int limit) {
        List<ConversationPlace<T>> found = new ArrayList<>();
        for (ConversationPlace<T> place : from) {
            if (found.size() >= limit || place.readyAt > now) {
                break;
            }
            if (wanted.test(place)) {
                found.add(place);
            }
        }
        return found;
    }

    OptionalLong next(Predicate<ConversationPlace<T>> wanted) {
        return next(all, wanted);
    }

    OptionalLong next(String account, Predicate<ConversationPlace<T>> wanted) {
        TreeSet<ConversationPlace<T>> of = byAccount.get(account);
        return of == null ? OptionalLong.empty() : next(of, wanted);
    }

    private OptionalLong next(
            TreeSet<ConversationPlace<T>> from, Predicate<ConversationPlace<T>> wanted) {
        for (ConversationPlace<T> place : from) {
            if (wanted.test(place)) {
                return OptionalLong.of(place.readyAt);
            }
        }
        return OptionalLong.empty();
    }
}
