package dev.gateway.sim.contract;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is to an adapter, in memory: cursor and notes outlive the adapter, as a journal
 * does. Can refuse what is delivered, or let it wait. Thread-safe.
 */
public final class RecordingContext implements PlatformContext {

    private enum Answer {
        ACCEPT,
        REFUSE,
        WAIT
    }

    private final String platform;
    private final Path media;
    private final List<InboundMessage> deliveries = new ArrayList<>();
    private final Map<String, String> notes = new HashMap<>();
    private String cursor;
    private Answer answer = Answer.ACCEPT;
    private Runnable beforeAccept = () -> {};
    private int contacts;
    private int refused;
    private int waiting;

    /** Empty, as of a new account; {@code media} exists. */
    public RecordingContext(String platform, Path media) {
        this.platform = platform;
        this.media = media;
    }

    /** From now on nothing is stored, as when the disk is full. */
    public synchronized void refuse() {
        change(Answer.REFUSE);
    }

    /** From now on whoever delivers waits, as when the gateway has too much to do. */
    public synchronized void letWait() {
        change(Answer.WAIT);
    }

    /** From now on everything is stored, as at the beginning; ends the waiting. */
    public synchronized void acceptAgain() {
        change(Answer.ACCEPT);
    }

    private void change(Answer next) {
        answer = next;
        notifyAll();
    }

    /** Runs this in each accept, before anything is stored. */
    public synchronized void beforeAccept(Runnable task) {
        beforeAccept = task;
    }

    /** All that was accepted, in order, also what came twice. */
    public synchronized List<InboundMessage> deliveries() {
        return List.copyOf(deliveries);
    }

    /** All that was accepted, in order, each {@code dedupKey} once. */
    public synchronized List<InboundMessage> messages() {
        Map<String, InboundMessage> first = new HashMap<>();
        deliveries.forEach(message -> first.putIfAbsent(message.dedupKey(), message));
        return deliveries.stream()
                .filter(message -> first.get(message.dedupKey()) == message)
                .toList();
    }

    /** The texts of {@link #messages}. */
    public List<String> texts() {
        return messages().stream().map(InboundMessage::text).toList();
    }

    /** How often {@link #contact} was called. */
    public synchronized int contacts() {
        return contacts;
    }

    /** How many batches were refused. */
    public synchronized int refused() {
        return refused;
    }

    /** How many batches wait at this moment. */
    public synchronized int waiting() {
        return waiting;
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
        deliveries.addAll(batch.messages());
    }

    @Override
    public synchronized void contact() {
        contacts++;
    }

    @Override
    public Path media() {
        return media;
    }
}
