package dev.gateway.cli.messages;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.JournalAdmin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A view of a journal's messages and answers together, the oldest first. */
final class JournalView {

    private static final Set<MessageState> OPEN =
            EnumSet.of(MessageState.PENDING, MessageState.IN_FLIGHT, MessageState.PARKED);

    /** The limit of each query: texts can be long, and a person reads no more. */
    private static final int MAX_ITEMS = 5_000;

    private final JournalAdmin journal;

    JournalView(JournalAdmin journal) {
        this.journal = journal;
    }

    /** Returns unfinished items, at most {@code most}, and their total. */
    Page open(Predicate<JournalItem> wanted, int most) throws IOException {
        return page(items(OPEN, false), wanted, most);
    }

    /** Returns parked items, which wait for an operator. */
    Page parked(Predicate<JournalItem> wanted, int most) throws IOException {
        return page(items(EnumSet.of(MessageState.PARKED), true), wanted, most);
    }

    Optional<JournalItem> find(String id) throws IOException {
        Optional<JournalItem> message = journal.message(id).map(JournalItem::of);
        return message.isPresent() ? message : journal.answer(id).map(JournalItem::of);
    }

    private List<JournalItem> items(Set<MessageState> states, boolean parkedOnly)
            throws IOException {
        List<JournalItem> items = new ArrayList<>();
        journal.messages(states, MAX_ITEMS).forEach(message -> items.add(JournalItem.of(message)));
        journal.answers(parkedOnly, MAX_ITEMS).forEach(answer -> items.add(JournalItem.of(answer)));
        return items;
    }

    private static Page page(List<JournalItem> items, Predicate<JournalItem> wanted, int most) {
        List<JournalItem> all =
                items.stream()
                        .filter(wanted)
                        .sorted(Comparator.comparing(JournalItem::at))
                        .toList();
        return new Page(all.subList(0, Math.min(most, all.size())), all.size());
    }

    /** The first items and the number of all. */
    record Page(List<JournalItem> items, int all) {}
}
