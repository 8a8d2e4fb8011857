package dev.gateway.core.supervision;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.warmup.WarmUp;
import java.io.IOException;
import java.nio.file.Path;

/** Makes what keeps a platform connected; nothing of it is started. */
public final class PlatformSupervisorFactory {

    private final GatewaySetup setup;
    private final Journal journal;
    private final WarmUp warmUp;

    public PlatformSupervisorFactory(GatewaySetup setup, Journal journal, WarmUp warmUp) {
        this.setup = setup;
        this.warmUp = warmUp;
        this.journal = journal;
    }

    /** Where the attachments of a platform are. */
    public Path media(PlatformConfig config) {
        return setup.home().media().resolve(config.name());
    }

    /**
     * For an enabled platform, with its folder.
     *
     * @throws IOException if the folder cannot be made
     */
    public PlatformSupervisor make(PlatformConfig config) throws IOException {
        Path media = media(config);
        HomeDirectory.create(media);
        return new PlatformSupervisor(
                config,
                setup.factories().get(config.type()),
                journal,
                media,
                setup.tokens(),
                setup.config().tokenWait(),
                setup.machine().clock(),
                setup.events(),
                () -> warmUp.forToken(config.type()));
    }
}
