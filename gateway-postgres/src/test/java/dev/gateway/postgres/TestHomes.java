package dev.gateway.postgres;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The homes of tests, each with a schema of its own. */
public final class TestHomes {

    private static final Map<Path, PostgresConfig> SCHEMAS = new ConcurrentHashMap<>();

    private TestHomes() {}

    /** Returns the place of the journal of a home. */
    public static JournalLocation location(Path folder) {
        PostgresConfig config =
                SCHEMAS.computeIfAbsent(folder, ignored -> TestDatabase.freshSchema());
        return new JournalLocation(
                new GatewayHome(folder), JournalConfig.in(config), HostConfig.named("one"));
    }
}
