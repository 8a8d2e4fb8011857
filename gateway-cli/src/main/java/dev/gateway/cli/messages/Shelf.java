package dev.gateway.cli.messages;

import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.journal.MessageState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Messages and answers of a journal together, the oldest first. */
final class Shelf {

    private static final Set<MessageState> OPEN =
            EnumSet.of(MessageState.PENDING, MessageState.IN_FLIGHT, MessageState.PARKED);

    /** Texts can be long, and a person reads no more. */
    private static final int MOST = 5_000;

    private final JournalConsole journal;

    Shelf(JournalConsole journal) {
        this.journal = journal;
    }

    /** What is not finished: at most {@code most}, and whether there are more. */
    Part open(Predicate<Item> wanted, int most) throws IOException {
        return part(items(OPEN, false), wanted, most);
    }

    /** What waits for an operator. */
    Part parked(Predicate<Item> wanted, int most) throws IOException {
        return part(items(EnumSet.of(MessageState.PARKED), true), wanted, most);
    }

    Optional<Item> find(String id) throws IOException {
        Optional<Item> message = journal.message(id).map(Item::of);
        return message.isPresent() ? message : journal.answer(id).map(Item::of);
    }

    private List<Item> items(Set<MessageState> states, boolean parkedOnly) throws IOException {
        List<Item> items = new ArrayList<>();
        journal.messages(states, MOST).forEach(message -> items.add(Item.of(message)));
        journal.answers(parkedOnly, MOST).forEach(answer -> items.add(Item.of(answer)));
        return items;
    }

    private static Part part(List<Item> items, Predicate<Item> wanted, int most) {
        List<Item> all =
                items.stream().filter(wanted).sorted(Comparator.comparing(Item::at)).toList();
        return new Part(all.subList(0, Math.min(most, all.size())), all.size());
    }

    /** Some of them, and how many there are. */
    record Part(List<Item> items, int all) {}
}
