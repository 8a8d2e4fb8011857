package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that remembers what it was given. */
public final class FeishuRecordingContext implements PlatformContext {

    /** What the gateway does when it is given something. */
    public interface Acceptance {
        void take(InboundBatch batch) throws PlatformException.NotAccepted, InterruptedException;
    }

    public final List<InboundMessage> accepted = new CopyOnWriteArrayList<>();
    public final AtomicInteger contacts = new AtomicInteger();
    public volatile Acceptance acceptance = batch -> {};
    private final Path media;

    FeishuRecordingContext(Path media) {
        this.media = media;
    }

    @Override
    public String platform() {
        return "work";
    }

    @Override
    public Optional<String> cursor() {
        return Optional.empty();
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.empty();
    }

    @Override
    public void accept(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        acceptance.take(batch);
        accepted.addAll(batch.messages());
    }

    @Override
    public void contact() {
        contacts.incrementAndGet();
    }

    @Override
    public Path media() {
        return media;
    }
}
