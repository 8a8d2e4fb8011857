package dev.gateway.core.journal.engine;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.instance.GatewayHome;
import java.util.Objects;

/**
 * The place of a journal: in a home, or in a database that several homes share.
 *
 * @param home the home of the gateway
 * @param config the engine and its database
 * @param host this host among those that share the database
 */
public record JournalLocation(GatewayHome home, JournalConfig config, HostConfig host) {

    private static final HostConfig ALONE = HostConfig.named("localhost");

    /** Checks that nothing is missing. */
    public JournalLocation {
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(host, "host");
    }

    /** Returns the place of a journal in the home itself. */
    public static JournalLocation in(GatewayHome home) {
        return new JournalLocation(home, JournalConfig.DEFAULT, ALONE);
    }

    /** Returns the engine of the journal. */
    public JournalEngine engine() {
        return JournalEngine.named(config.type());
    }
}
