package dev.gateway.core.supervision;

import dev.gateway.core.access.AccessGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The context of one adapter, backed by the journal. It closes for good when the platform is
 * disconnected: whatever the adapter does, nothing is stored after that.
 */
final class JournalPlatformContext implements PlatformContext {

    private final String platform;
    private final Journal journal;
    private final AccessGate gate;
    private final Path media;
    private final Runnable onContact;
    private final Runnable storing;
    private final Runnable stored;
    private final EventStream events;
    private final AtomicBoolean confirming = new AtomicBoolean();
    private volatile boolean open = true;

    JournalPlatformContext(
            String platform,
            Journal journal,
            AccessGate gate,
            Path media,
            Runnable onContact,
            Runnable storing,
            Runnable stored,
            EventStream events) {
        this.platform = platform;
        this.journal = journal;
        this.gate = gate;
        this.media = media;
        this.onContact = onContact;
        this.storing = storing;
        this.stored = stored;
        this.events = events;
    }

    /** Sets the account that the cursor, the notes and the messages belong to. */
    void bind(AccountBinding binding) {
        journal.bind(platform, binding);
    }

    /** Refuses all batches from now on. */
    void close() {
        open = false;
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public Optional<String> cursor() {
        return journal.cursor(platform);
    }

    @Override
    public Optional<String> note(String key) {
        return journal.note(platform, key);
    }

    @Override
    public void accept(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        if (!open) {
            throw new PlatformException.NotAccepted("the gateway stops", null);
        }
        boolean messages = !batch.messages().isEmpty();
        if (messages) {
            events.publish(EventType.messagesDelivered(platform, batch.messages().size()));
        }
        storing.run();
        try {
            journal.accept(platform, batch, gate.admissions(batch.messages()));
            if (messages) {
                confirming.set(true);
            }
        } catch (IOException e) {
            throw new PlatformException.NotAccepted("cannot store messages: " + e.getMessage(), e);
        } finally {
            stored.run();
        }
    }

    /**
     * Reports the first contact after a batch: the platform has the confirmation, which may travel
     * with the next poll.
     */
    @Override
    public void contact() {
        if (confirming.get() && confirming.getAndSet(false)) {
            events.publish(EventType.messagesConfirmed(platform));
        }
        if (open) {
            onContact.run();
        }
    }

    @Override
    public void unreadable(String what) {
        events.publish(EventType.updateUnreadable(platform, what));
    }

    @Override
    public Optional<Quote> said(String messageId) {
        return messageId.isEmpty() ? Optional.empty() : journal.said(platform, messageId);
    }

    @Override
    public Path media() {
        return media;
    }
}
