package dev.gateway.core.journal.contract;

import dev.gateway.core.journal.MessageCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The expected content of a journal, as simply as possible. */
final class JournalModel {

    /** The number of crashes with a message in flight after which it is parked. */
    private static final int SUSPECT_CRASHES = 10;

    private final Set<String> known = new HashSet<>();
    private final Map<String, Deque<UnansweredMessage>> open = new HashMap<>();
    private final Map<String, Deque<String>> outbox = new HashMap<>();
    private final Set<String> sending = new HashSet<>();
    private long handled;
    private long failed;

    /** A message without an answer yet. */
    static final class UnansweredMessage {
        final String text;
        int attempts;
        int failures;
        boolean inFlight;

        UnansweredMessage(String text) {
            this.text = text;
        }
    }

    boolean accept(String conversation, String key) {
        boolean fresh = known.add(key);
        if (fresh) {
            open.computeIfAbsent(conversation, name -> new ArrayDeque<>())
                    .add(new UnansweredMessage(key));
        }
        return fresh;
    }

    /** Returns the message that may be taken in a conversation; null if none. */
    UnansweredMessage next(String conversation) {
        UnansweredMessage head = open.getOrDefault(conversation, new ArrayDeque<>()).peek();
        return head == null || head.inFlight ? null : head;
    }

    boolean anythingToHandle() {
        return open.keySet().stream().anyMatch(name -> next(name) != null);
    }

    void claimed(String conversation) {
        UnansweredMessage head = next(conversation);
        head.inFlight = true;
        head.attempts++;
    }

    void answered(String conversation, List<String> parts) {
        open.get(conversation).remove();
        handled++;
        outbox.computeIfAbsent(conversation, name -> new ArrayDeque<>()).addAll(parts);
    }

    void failed(String conversation) {
        UnansweredMessage head = open.get(conversation).peek();
        head.failures++;
        head.inFlight = false;
    }

    void parked(String conversation) {
        open.get(conversation).remove();
        failed++;
    }

    void released(String conversation) {
        UnansweredMessage head = open.get(conversation).peek();
        head.attempts--;
        head.inFlight = false;
    }

    /** Returns the answer that may be sent in a conversation; null if none. */
    String nextAnswer(String conversation) {
        return sending.contains(conversation)
                ? null
                : outbox.getOrDefault(conversation, new ArrayDeque<>()).peek();
    }

    boolean anythingToSend() {
        return outbox.keySet().stream().anyMatch(name -> nextAnswer(name) != null);
    }

    void sendingIn(String conversation) {
        sending.add(conversation);
    }

    void sent(String conversation) {
        sending.remove(conversation);
        outbox.get(conversation).remove();
    }

    void notSent(String conversation) {
        sending.remove(conversation);
    }

    void answerParked(String conversation) {
        sent(conversation);
        failed++;
    }

    /** Models a crash of the only process. */
    void crashed() {
        crashed(List.copyOf(open.keySet()), List.copyOf(sending));
    }

    /** Models a crash of a process that was at work in these conversations. */
    void crashed(List<String> handling, List<String> sendingIn) {
        sendingIn.forEach(sending::remove);
        for (String conversation : handling) {
            Deque<UnansweredMessage> messages = open.get(conversation);
            UnansweredMessage head = messages.peek();
            if (head != null && head.inFlight) {
                head.inFlight = false;
                if (head.attempts - head.failures >= SUSPECT_CRASHES) {
                    messages.remove();
                    failed++;
                }
            }
        }
    }

    MessageCounts counts() {
        List<UnansweredMessage> all = new ArrayList<>();
        open.values().forEach(all::addAll);
        long inFlight = all.stream().filter(said -> said.inFlight).count();
        long answers = outbox.values().stream().mapToLong(Deque::size).sum();
        return new MessageCounts(all.size() - inFlight, inFlight, handled, failed, answers);
    }
}
