package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that keeps what it is given in memory; it can be told to refuse. */
final class WeixinRecordingContext implements PlatformContext {

    final List<InboundBatch> batches = new CopyOnWriteArrayList<>();
    final Map<String, String> notes = new ConcurrentHashMap<>();
    final AtomicInteger contacts = new AtomicInteger();
    volatile String cursor;
    volatile boolean refusing;
    final List<String> unreadable = new CopyOnWriteArrayList<>();
    private final Path media;

    WeixinRecordingContext(Path media) {
        this.media = media;
    }

    List<InboundMessage> messages() {
        List<InboundMessage> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(batch.messages()));
        return all;
    }

    List<String> texts() {
        return messages().stream().map(InboundMessage::text).toList();
    }

    @Override
    public String platform() {
        return "mama";
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
    public synchronized void accept(InboundBatch batch) throws PlatformException.NotAccepted {
        if (refusing) {
            throw new PlatformException.NotAccepted("disk full", null);
        }
        batch.cursor().ifPresent(value -> cursor = value);
        notes.putAll(batch.notes());
        batches.add(batch);
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
