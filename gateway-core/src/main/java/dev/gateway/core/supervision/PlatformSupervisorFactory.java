package dev.gateway.core.supervision;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.token.TokenLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Factory of platform supervisors, which it does not start. */
public record PlatformSupervisorFactory(
        Path media,
        Map<String, PlatformFactory> factories,
        Journal journal,
        TokenLocks tokens,
        Duration tokenWait,
        Clock clock,
        EventStream events,
        Consumer<String> beforeToken) {

    /** Returns the folder of a platform's attachments. */
    public Path media(PlatformConfig config) {
        return media.resolve(config.name());
    }

    /**
     * Creates the supervisor of an enabled platform, and the folder of its attachments.
     *
     * @throws IOException if the folder cannot be created
     */
    public PlatformSupervisor create(PlatformConfig config) throws IOException {
        Path folder = media(config);
        HomeDirectory.create(folder);
        return new PlatformSupervisor(
                config,
                factories.get(config.type()),
                journal,
                folder,
                tokens,
                tokenWait,
                clock,
                events,
                () -> beforeToken.accept(config.type()));
    }
}
