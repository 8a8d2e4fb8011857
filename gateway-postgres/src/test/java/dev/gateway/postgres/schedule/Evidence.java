package dev.gateway.postgres.schedule;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The record of a run, for the judge. All hosts are in one JVM, so that all times are values of one
 * monotonic clock. Thread-safe.
 */
final class Evidence {

    private final Queue<Permit> permits = new ConcurrentLinkedQueue<>();
    private final Queue<Poll> polls = new ConcurrentLinkedQueue<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<Stored> stored = new ConcurrentLinkedQueue<>();
    private final Queue<Handling> handlings = new ConcurrentLinkedQueue<>();
    private final Queue<Handling> answered = new ConcurrentLinkedQueue<>();
    private final Queue<Sending> sendings = new ConcurrentLinkedQueue<>();
    private final Queue<Noted> noted = new ConcurrentLinkedQueue<>();
    private final Set<String> killed = ConcurrentHashMap.newKeySet();

    /**
     * A check of a lease that allowed a request.
     *
     * @param life the process that asked
     * @param before a moment before the check
     * @param after a moment after it
     */
    record Permit(String account, String life, long epoch, long before, long after) {}

    /** A request for messages, from its sending to its answer. */
    record Poll(Permit permit, long from, long to) {}

    /** A message that a process has received. */
    record Received(String account, String text, String life) {}

    /**
     * A message that the journal has, as it told the process that received it.
     *
     * @param late whether another process had the account by then
     */
    record Stored(String account, String text, String life, boolean late) {}

    /**
     * A message in the hands of a handler.
     *
     * @param row its place in the order of acceptance
     * @param at the moment after its claim
     */
    record Handling(
            String account, String conversation, String text, long row, String life, long at) {}

    /**
     * An answer on its way to the platform.
     *
     * @param key its key
     * @param permit the check before it
     */
    record Sending(
            String account, String conversation, String key, String text, Permit permit, long at) {}

    /** The moment after the journal had noted that an answer was sent. */
    record Noted(Sending sending, long at) {}

    /**
     * A change of an account's row, in the order of the commits.
     *
     * @param cursor its cursor then; 0 if it had none
     * @param session its holder then; null if it was free
     */
    record Change(String account, long epoch, String session, long cursor) {}

    void add(Permit permit) {
        permits.add(permit);
    }

    void add(Poll poll) {
        polls.add(poll);
    }

    void add(Received message) {
        received.add(message);
    }

    void add(Stored message) {
        stored.add(message);
    }

    void add(Handling handling) {
        handlings.add(handling);
    }

    /** Notes that the journal has the answer of a handler. */
    void answered(Handling handling) {
        answered.add(handling);
    }

    void add(Sending sending) {
        sendings.add(sending);
    }

    void add(Noted sending) {
        noted.add(sending);
    }

    /** Notes that a process was killed. */
    void killed(String life) {
        killed.add(life);
    }

    /** Returns whether no living process has a message that it could not store yet. */
    boolean isStored() {
        Set<String> done = ConcurrentHashMap.newKeySet();
        stored.forEach(each -> done.add(each.account() + ' ' + each.text() + ' ' + each.life()));
        return received.stream()
                .allMatch(
                        each ->
                                killed.contains(each.life())
                                        || done.contains(
                                                each.account()
                                                        + ' '
                                                        + each.text()
                                                        + ' '
                                                        + each.life()));
    }

    /**
     * Returns whether a message died with the process that had it: its platform has forgotten it,
     * and the process was killed before the journal had it.
     */
    boolean diedWith(FakeAccount account, String text) {
        return account.manner() == DeliveryManner.CONSUMED_ON_DELIVERY
                && received.stream()
                        .anyMatch(
                                each ->
                                        each.account().equals(account.name())
                                                && each.text().equals(text)
                                                && killed.contains(each.life()))
                && stored.stream()
                        .noneMatch(
                                each ->
                                        each.account().equals(account.name())
                                                && each.text().equals(text));
    }

    List<Permit> permits() {
        return List.copyOf(permits);
    }

    List<Poll> polls() {
        return List.copyOf(polls);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<Stored> stored() {
        return List.copyOf(stored);
    }

    List<Handling> handlings() {
        return List.copyOf(handlings);
    }

    List<Handling> answered() {
        return List.copyOf(answered);
    }

    List<Noted> noted() {
        return List.copyOf(noted);
    }

    List<Sending> sendings() {
        return List.copyOf(sendings);
    }
}
