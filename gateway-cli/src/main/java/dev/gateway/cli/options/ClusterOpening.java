package dev.gateway.cli.options;

import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The way to open the access to the hosts that share a journal. */
@FunctionalInterface
public interface ClusterOpening {

    /** The way by the engine that the config names. */
    ClusterOpening BY_ENGINE = (location, clock) -> location.engine().cluster(location, clock);

    /**
     * Opens the access; empty if there is no journal yet.
     *
     * @throws IOException if the database cannot be used
     */
    Optional<ClusterAdmin> open(JournalLocation location, Clock clock) throws IOException;
}
