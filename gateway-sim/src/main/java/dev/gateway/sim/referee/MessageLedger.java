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
 * A record of the users' messages, their deliveries and the bot's answers. Thread-safe.
 *
 * <p>An answer belongs to the message that it replies to, or else to the latest message of its
 * conversation whose text it contains. An answer to no message is recorded separately.
 */
public final class MessageLedger {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, List<Entry>> conversations = new HashMap<>();
    private final List<LedgerMessage.Answer> strays = new ArrayList<>();

    /**
     * Records a message of a user.
     *
     * @param id unique within this ledger; replies refer to it
     */
    public synchronized void said(String id, String token, String conversation, String text) {
        Entry entry = new Entry(id, token, conversation, text, System.nanoTime());
        entries.put(id, entry);
        conversations.computeIfAbsent(token + conversation, key -> new ArrayList<>()).add(entry);
    }

    /** Records that a message was put into an answer or pushed to a client. */
    public synchronized void delivered(String id, ClientConnection connection) {
        Entry entry = entries.get(id);
        if (entry != null) {
            entry.deliveries.add(
                    new LedgerMessage.Delivery(
                            System.nanoTime(), connection.id(), connection.process()));
        }
    }

    /**
     * Records an answer of the bot. Returns the id of the message that it answers, if it answers
     * one.
     */
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
                replyTo.map(entries::get).or(() -> latestContainedIn(token, conversation, text));
        entry.ifPresentOrElse(found -> found.answers.add(answer), () -> strays.add(answer));
        return entry.map(found -> found.id);
    }

    private Optional<Entry> latestContainedIn(String token, String conversation, String text) {
        List<Entry> sent = conversations.getOrDefault(token + conversation, List.of());
        return latest(sent, entry -> text.equals(entry.text))
                .or(() -> latest(sent, entry -> text.contains(entry.text)));
    }

    private static Optional<Entry> latest(List<Entry> sent, Predicate<Entry> condition) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (!sent.get(i).text.isEmpty() && condition.test(sent.get(i))) {
                return Optional.of(sent.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns all messages in the order in which they were sent. */
    public synchronized List<LedgerMessage> messages() {
        return entries.values().stream().map(Entry::message).toList();
    }

    /** Returns the message with this id. */
    public synchronized Optional<LedgerMessage> message(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::message);
    }

    /** Returns the answers that belong to no message. */
    public synchronized List<LedgerMessage.Answer> strays() {
        return List.copyOf(strays);
    }

    /** Returns the counts. */
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
