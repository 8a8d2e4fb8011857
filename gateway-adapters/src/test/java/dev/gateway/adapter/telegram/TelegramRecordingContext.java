package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException.NotAccepted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway in memory. */
final class TelegramRecordingContext implements PlatformContext {

    final List<InboundBatch> batches = new CopyOnWriteArrayList<>();
    final AtomicInteger contacts = new AtomicInteger();
    final Map<String, String> notes = new ConcurrentHashMap<>();
    final List<String> unreadable = new CopyOnWriteArrayList<>();
    private final Path media;
    private volatile String cursor;
    private volatile boolean full;
    private volatile boolean waiting;
    private volatile Runnable before = () -> {};

    TelegramRecordingContext(Path media) {
        this.media = media;
    }

    TelegramRecordingContext at(String stored) {
        cursor = stored;
        return this;
    }

    void refuseBatches(boolean refuse) {
        full = refuse;
    }

    /** What happens in front of the storing, for instance a wait. */
    void beforeAccepting(Runnable work) {
        before = work;
    }

    /** Whether an adapter is in accept. */
    boolean waiting() {
        return waiting;
    }

    List<InboundMessage> messages() {
        return batches.stream().flatMap(batch -> batch.messages().stream()).toList();
    }

    @Override
    public String platform() {
        return "family";
    }

    @Override
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public void accept(InboundBatch batch) throws NotAccepted {
        waiting = true;
        before.run();
        waiting = false;
        if (full) {
            throw new NotAccepted("disk full", null);
        }
        batches.add(batch);
        notes.putAll(batch.notes());
        cursor = batch.cursor().orElse(cursor);
    }

    @Override
    public void contact() {
        contacts.incrementAndGet();
    }

    @Override
    public void unreadable(String what) {
        unreadable.add(what);
    }

    @Override
    public Path media() {
        return media;
    }
}
