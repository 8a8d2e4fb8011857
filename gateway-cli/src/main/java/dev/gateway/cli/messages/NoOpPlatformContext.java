package dev.gateway.cli.messages;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.util.Optional;

/** A context for an adapter that only splits a text: it never serves, so the context is empty. */
record NoOpPlatformContext(String platform, Path media) implements PlatformContext {

    @Override
    public Optional<String> cursor() {
        return Optional.empty();
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.empty();
    }

    @Override
    public void accept(InboundBatch batch) throws PlatformException.NotAccepted {
        throw new PlatformException.NotAccepted("this process receives nothing", null);
    }

    @Override
    public void contact() {
        // There is no status to update.
    }
}
