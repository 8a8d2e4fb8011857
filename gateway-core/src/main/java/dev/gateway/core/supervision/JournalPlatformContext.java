package dev.gateway.core.supervision;

import dev.gateway.core.access.AccessGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The context of one adapter, backed by the journal. It closes for good when the platform is
 * disconnected: whatever the adapter does, nothing is stored after that.
 */
final class JournalPlatformContext implements PlatformContext {

    private final String platform;
    private final AccountJournal account;
    private final AccessGate gate;
    private final Path media;
    private final BooleanSupplier leased;
    private final Runnable onContact;
    private final Runnable storing;
    private final Runnable stored;
    private final EventStream events;
    private final AtomicBoolean confirming = new AtomicBoolean();
    private final AtomicBoolean polled = new AtomicBoolean();
    private volatile boolean open = true;

    JournalPlatformContext(
            String platform,
            AccountJournal account,
            AccessGate gate,
            Path media,
            BooleanSupplier leased,
            Runnable onContact,
            Runnable storing,
            Runnable stored,
            EventStream events) {
        this.platform = platform;
        this.account = account;
        this.gate = gate;
        this.media = media;
        this.leased = leased;
        this.onContact = onContact;
        this.storing = storing;
        this.stored = stored;
        this.events = events;
    }

    /** Refuses all batches from now on. */
    void close() {
        open = false;
        account.close();
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public Optional<String> cursor() {
        return account.cursor();
    }

    @Override
    public Optional<String> note(String key) {
        return account.note(key);
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
            account.accept(batch, gate.admissions(batch.messages()));
            if (messages) {
                confirming.set(true);
            }
        } catch (AccountTakenException e) {
            throw new PlatformException.NotAccepted(e.getMessage(), e);
        } catch (IOException e) {
            throw new PlatformException.NotAccepted("cannot store messages: " + e.getMessage(), e);
        } finally {
            stored.run();
        }
    }

    /** Publishes the first poll of the connection, not those that follow a pause. */
    @Override
    public void polling() {
        if (!polled.getAndSet(true)) {
            events.publish(EventType.polling(platform));
        }
    }

    @Override
    public boolean mayPoll() {
        return open && leased.getAsBoolean();
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
        return messageId.isEmpty() ? Optional.empty() : account.said(messageId);
    }

    @Override
    public Path media() {
        try {
            // Not at the start: most of a thousand accounts never receive a file.
            HomeDirectory.create(media);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException(
                            "cannot create the folder of files: "
                                    + e.getMessage()
                                    + "; make room and check the permissions of "
                                    + media.getParent(),
                            e));
        }
        return media;
    }
}
