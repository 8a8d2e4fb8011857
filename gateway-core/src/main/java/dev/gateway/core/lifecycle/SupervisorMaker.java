package dev.gateway.core.lifecycle;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.HomeFolder;
import dev.gateway.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;

/** Makes what keeps a platform connected; nothing of it is started. */
final class SupervisorMaker {

    private final GatewaySetup setup;
    private final Journal journal;
    private final HeadStart headStart;

    SupervisorMaker(GatewaySetup setup, Journal journal, HeadStart headStart) {
        this.setup = setup;
        this.headStart = headStart;
        this.journal = journal;
    }

    /** Where the attachments of a platform are. */
    Path media(PlatformConfig config) {
        return setup.home().media().resolve(config.name());
    }

    /**
     * For an enabled platform, with its folder.
     *
     * @throws IOException if the folder cannot be made
     */
    PlatformSupervisor make(PlatformConfig config) throws IOException {
        Path media = media(config);
        HomeFolder.create(media);
        return new PlatformSupervisor(
                config,
                setup.factories().get(config.type()),
                journal,
                media,
                setup.tokens(),
                setup.config().tokenWait(),
                setup.machine().clock(),
                setup.events(),
                () -> headStart.forToken(config.type()));
    }
}
