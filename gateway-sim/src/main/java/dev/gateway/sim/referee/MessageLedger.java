package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which message was said, to whom it was delivered, and what was answered. Thread-safe.
 *
 * <p>An answer belongs to the message that it replies to, or else to the latest one of its
 * conversation whose text it holds; what belongs to none is kept apart.
 */
public final class MessageLedger {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, List<Entry>> conversations = new HashMap<>();
    private final List<LedgerMessage.Answer> strays = new ArrayList<>();

    /**
     * A user said something.
     *
     * @param id unique within this ledger; what a reply refers to
     */
    public synchronized void said(String id, String token, String conversation, String text) {
        Entry entry = new Entry(id, token, conversation, text, System.nanoTime());
        entries.put(id, entry);
        conversations.computeIfAbsent(token + conversation, key -> new ArrayList<>()).add(entry);
    }

    /** A message was put into an answer or pushed to a client. */
    public synchronized void delivered(String id, ClientConnection connection) {
        Entry entry = entries.get(id);
        if (entry != null) {
            entry.deliveries.add(
                    new LedgerMessage.Delivery(
                            System.nanoTime(), connection.id(), connection.process()));
        }
    }

    /** The bot answered. Returns the id of the message that it answers, if it answers one. */
    public synchronized Optional<String> answered(
            String token,
            String conversation,
            Optional<String> replyTo,
            String text,
            ClientConnection connection) {
        var answer =
                new LedgerMessage.Answer(
                        System.nanoTime(), text, connection.id(), connection.process());
        Optional<Entry> entry =
                replyTo.map(entries::get).or(() -> latestHeldBy(token, conversation, text));
        entry.ifPresentOrElse(found -> found.answers.add(answer), () -> strays.add(answer));
        return entry.map(found -> found.id);
    }

    private Optional<Entry> latestHeldBy(String token, String conversation, String text) {
        List<Entry> said = conversations.getOrDefault(token + conversation, List.of());
        return latest(said, entry -> text.equals(entry.text))
                .or(() -> latest(said, entry -> text.contains(entry.text)));
    }

    private static Optional<Entry> latest(List<Entry> said, Predicate<Entry> wanted) {
        for (int i = said.size() - 1; i >= 0; i--) {
            if (!said.get(i).text.isEmpty() && wanted.test(said.get(i))) {
                return Optional.of(said.get(i));
            }
        }
        return Optional.empty();
    }

    /** All messages in the order in which they were said. */
    public synchronized List<LedgerMessage> messages() {
        return entries.values().stream().map(Entry::message).toList();
    }

    /** One message. */
    public synchronized Optional<LedgerMessage> message(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::message);
    }

    /** What the bot said that answers nothing. */
    public synchronized List<LedgerMessage.Answer> strays() {
        return List.copyOf(strays);
    }

    /** The counts. */
    public LedgerSummary summary() {
        return LedgerSummary.of(messages(), strays().size());
    }

    private static final class Entry {
        private final String id;
        private final String token;
        private final String conversation;
        private final String text;
        private final long saidNanos;
        private final List<LedgerMessage.Delivery> deliveries = new ArrayList<>();
        private final List<LedgerMessage.Answer> answers = new ArrayList<>();

        private Entry(String id, String token, String conversation, String text, long saidNanos) {
            this.id = id;
            this.token = token;
            this.conversation = conversation;
            this.text = text;
            this.saidNanos = saidNanos;
        }

        private LedgerMessage message() {
            return new LedgerMessage(id, token, conversation, text, saidNanos, deliveries, answers);
        }
    }
}
