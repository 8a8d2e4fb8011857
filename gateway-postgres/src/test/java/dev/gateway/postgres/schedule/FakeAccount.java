package dev.gateway.postgres.schedule;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An account as the server of its platform sees it. Thread-safe. */
final class FakeAccount {

    private static final long PUSH_AGAIN_NANOS = Duration.ofMillis(80).toNanos();

    private final String name;
    private final DeliveryManner manner;
    private final Map<Long, InboundMessage> waiting = new LinkedHashMap<>();
    private final Map<Long, Long> pushedAt = new HashMap<>();
    private final Map<String, Integer> said = new LinkedHashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> answerKeys = new HashSet<>();
    private final Set<String> shown = new HashSet<>();
    private final Set<String> mistaken = new HashSet<>();
    private long last;

    /** Creates an account to which nothing was said yet. */
    FakeAccount(String name, DeliveryManner manner) {
        this.name = name;
        this.manner = manner;
    }

    /**
     * The messages that one request brought.
     *
     * @param cursor the position behind them, if the platform has one
     */
    record Delivery(List<InboundMessage> messages, Optional<String> cursor) {}

    String name() {
        return name;
    }

    DeliveryManner manner() {
        return manner;
    }

    AccountId id() {
        return AccountId.of("fake", Optional.of(name), name);
    }

    /** Returns the answer that a message gets. */
    static String answerTo(String text) {
        return "re " + text;
    }

    /** Has a person say the next sentence of a conversation. */
    synchronized void say(String conversation) {
        int count = said.merge(conversation, 1, Integer::sum);
        String text = conversation + "#" + count;
        last++;
        numbers.put(text, last);
        waiting.put(
                last,
                new InboundMessage(
                        text, conversation, "p", true, text, List.of(), "", Instant.EPOCH));
        notifyAll();
    }

    /**
     * Returns new messages, waiting for some until the deadline.
     *
     * @param cursor the position that the caller has stored
     * @param deadline a value of {@link System#nanoTime}
     */
    synchronized Delivery receive(Optional<String> cursor, long deadline)
            throws InterruptedException {
        if (manner == DeliveryManner.CONFIRMED_BY_CURSOR) {
            long confirmed = cursor.map(Long::parseLong).orElse(0L);
            waiting.keySet().removeIf(number -> number <= confirmed);
        }
        while (true) {
            List<Long> due = due();
            if (!due.isEmpty()) {
                return delivered(due);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return new Delivery(List.of(), Optional.empty());
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, PUSH_AGAIN_NANOS / 4));
        }
    }

    private List<Long> due() {
        if (manner != DeliveryManner.PUSHED_UNTIL_ACKNOWLEDGED) {
            return List.copyOf(waiting.keySet());
        }
        long now = System.nanoTime();
        return waiting.keySet().stream()
                .filter(
                        number ->
                                pushedAt.get(number) == null
                                        || now - pushedAt.get(number) >= PUSH_AGAIN_NANOS)
                .toList();
    }

    private Delivery delivered(List<Long> due) {
        List<InboundMessage> messages = new ArrayList<>();
        for (long number : due) {
            messages.add(waiting.get(number));
            pushedAt.put(number, System.nanoTime());
        }
        if (manner == DeliveryManner.CONSUMED_ON_DELIVERY) {
            waiting.keySet().removeAll(due);
        }
        return new Delivery(
                messages,
                manner == DeliveryManner.PUSHED_UNTIL_ACKNOWLEDGED
                        ? Optional.empty()
                        : Optional.of(Long.toString(due.get(due.size() - 1))));
    }

    /** Forgets messages that the gateway has acknowledged. */
    synchronized void acknowledge(Collection<InboundMessage> messages) {
        if (manner == DeliveryManner.PUSHED_UNTIL_ACKNOWLEDGED) {
            messages.forEach(message -> waiting.remove(numbers.get(message.text())));
        }
    }

    /**
     * Shows an answer to the person.
     *
     * @return false if the platform knows the key, and drops the answer
     */
    synchronized boolean show(String key, String text) {
        if (!answerKeys.add(key) && manner.knowsKeysOfAnswers()) {
            if (!shown.contains(text)) {
                mistaken.add(text);
            }
            return false;
        }
        shown.add(text);
        return true;
    }

    /** Returns whether a gateway has confirmed all messages. */
    synchronized boolean isDelivered() {
        return waiting.isEmpty();
    }

    /** Returns the answers that were dropped, since another one had had their key. */
    synchronized Set<String> mistaken() {
        return Set.copyOf(mistaken);
    }

    /** Returns the sentences so far. */
    synchronized Set<String> said() {
        return Set.copyOf(numbers.keySet());
    }

    /** Returns the sentences that the person has seen no answer to. */
    synchronized Set<String> unanswered() {
        Set<String> left = new HashSet<>(numbers.keySet());
        left.removeIf(text -> shown.contains(answerTo(text)));
        return left;
    }
}
