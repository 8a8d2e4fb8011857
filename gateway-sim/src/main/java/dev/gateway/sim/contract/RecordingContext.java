package dev.gateway.sim.contract;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway's context for an adapter, in memory: cursor and notes outlive the adapter, as in a
 * journal. It can refuse deliveries, or let them wait. Thread-safe.
 */
public final class RecordingContext implements PlatformContext {

    private enum Answer {
        ACCEPT,
        REFUSE,
        WAIT
    }

    private final String platform;
    private final Path media;
    private final List<InboundBatch> batches = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, Quote> said = new HashMap<>();
    private String cursor;
    private Answer answer = Answer.ACCEPT;
    private Runnable beforeAccept = () -> {};
    private Runnable onPolling = () -> {};
    private int pollings;
    private boolean mayPoll = true;
    private int contacts;
    private int refused;
    private int waiting;

    /** Creates the context of a new account; {@code media} must exist. */
    public RecordingContext(String platform, Path media) {
        this.platform = platform;
        this.media = media;
    }

    /** Stores a cursor, as an earlier process did. */
    public synchronized void resumeAt(String stored) {
        cursor = stored;
    }

    /** Stores notes, as an earlier process did. */
    public synchronized void putNotes(Map<String, String> stored) {
        notes.putAll(stored);
    }

    /** Stores a message that was said before, as an earlier process did. */
    public synchronized void putSaid(Quote message) {
        said.put(message.id(), message);
    }

    /** Forgets all batches and notes; the cursor stays. */
    public synchronized void clear() {
        batches.clear();
        notes.clear();
    }

    /** Refuses to store anything from now on, as when the disk is full. */
    public synchronized void refuse() {
        change(Answer.REFUSE);
    }

    /** Lets each delivery wait from now on, as when the gateway is overloaded. */
    public synchronized void letWait() {
        change(Answer.WAIT);
    }

    /** Stores everything from now on, as at the beginning, and ends the waiting. */
    public synchronized void acceptAgain() {
        change(Answer.ACCEPT);
    }

    private void change(Answer next) {
        answer = next;
        notifyAll();
    }

    /** Runs a task in each {@code accept}, before anything is stored. */
    public synchronized void beforeAccept(Runnable task) {
        beforeAccept = task;
    }

    /** Runs a task in each {@code polling}. */
    public synchronized void onPolling(Runnable task) {
        onPolling = task;
    }

    /** Returns the number of calls of {@link #polling}. */
    public synchronized int pollings() {
        return pollings;
    }

    /** Returns all accepted messages in order, including repeated ones. */
    public synchronized List<InboundMessage> deliveries() {
        return batches.stream().flatMap(batch -> batch.messages().stream()).toList();
    }

    /** Returns all batches that were accepted, in order. */
    public synchronized List<InboundBatch> batches() {
        return List.copyOf(batches);
    }

    /** Returns all accepted messages in order, each {@code dedupKey} once. */
    public synchronized List<InboundMessage> messages() {
        List<InboundMessage> deliveries = deliveries();
        Map<String, InboundMessage> first = new HashMap<>();
        deliveries.forEach(message -> first.putIfAbsent(message.dedupKey(), message));
        return deliveries.stream()
                .filter(message -> first.get(message.dedupKey()) == message)
                .toList();
    }

    /** Returns the texts of {@link #messages}. */
    public List<String> texts() {
        return messages().stream().map(InboundMessage::text).toList();
    }

    /** Returns the number of calls of {@link #contact}. */
    public synchronized int contacts() {
        return contacts;
    }

    /** Returns the number of refused batches. */
    public synchronized int refused() {
        return refused;
    }

    /** Returns the number of batches that wait at this moment. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Returns a copy of the notes. */
    public synchronized Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    /** Returns the descriptions passed to {@link #unreadable(String)}, in order. */
    public synchronized List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public synchronized Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    @Override
    public synchronized Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public synchronized void accept(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        beforeAccept.run();
        waiting++;
        try {
            while (answer == Answer.WAIT) {
                wait();
            }
        } finally {
            waiting--;
        }
        if (answer == Answer.REFUSE) {
            refused++;
            throw new PlatformException.NotAccepted("the disk is full, says the contract", null);
        }
        batch.cursor().ifPresent(next -> cursor = next);
        notes.putAll(batch.notes());
        batches.add(batch);
        batch.messages().forEach(this::remember);
    }

    private void remember(InboundMessage message) {
        String id = message.context().messageId();
        if (!id.isEmpty()) {
            putSaid(
                    new Quote(
                            id,
                            message.sender(),
                            message.context().senderName(),
                            message.text(),
                            message.remote()));
        }
    }

    @Override
    public synchronized Optional<Quote> said(String messageId) {
        return Optional.ofNullable(said.get(messageId));
    }

    @Override
    public synchronized void polling() {
        pollings++;
        onPolling.run();
    }

    /** Makes another process the one that may poll. */
    public synchronized void endRightToPoll() {
        mayPoll = false;
    }

    @Override
    public synchronized boolean mayPoll() {
        return mayPoll;
    }

    @Override
    public synchronized void contact() {
        contacts++;
    }

    @Override
    public synchronized void unreadable(String what) {
        unreadable.add(what);
    }

    @Override
    public Path media() {
        return media;
    }
}
