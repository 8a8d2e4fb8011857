package dev.gateway.core.lifecycle;

import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one adapter gets from the gateway: its journal, behind a gate that closes for good when the
 * platform is disconnected, so that nothing is delivered after that whatever the adapter does.
 */
final class JournalContext implements PlatformContext {

    private final String platform;
    private final Journal journal;
    private final Path media;
    private final Runnable onContact;
    private volatile boolean open = true;

    JournalContext(String platform, Journal journal, Path media, Runnable onContact) {
        this.platform = platform;
        this.journal = journal;
        this.media = media;
        this.onContact = onContact;
    }

    /** From now on nothing is taken. */
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
        try {
            journal.accept(platform, batch);
        } catch (IOException e) {
            throw new PlatformException.NotAccepted("cannot store messages: " + e.getMessage(), e);
        }
    }

    @Override
    public void contact() {
        if (open) {
            onContact.run();
        }
    }

    @Override
    public Path media() {
        return media;
    }
}
