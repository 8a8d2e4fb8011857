package dev.gateway.postgres;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.postgres.admin.PostgresJournalAdmin;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.journal.PostgresJournal;
import dev.gateway.postgres.membership.PostgresClusterAdmin;
import dev.gateway.postgres.membership.PostgresMembership;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postgresql.Driver;

/** The engine of journals in a PostgreSQL database that several hosts share. */
public final class PostgresJournalEngine implements JournalEngine {

    /** Creates the engine for {@link java.util.ServiceLoader}. */
    public PostgresJournalEngine() {}

    @Override
    public String name() {
        return "postgres";
    }

    /** Registers this process among the hosts first; its registration ends with the journal. */
    @Override
    public Journal open(
            JournalLocation location,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionLiveness sessions,
            BooleanSupplier hadOne)
            throws IOException {
        var database =
                new Database(
                        location.config().postgres().orElseThrow(),
                        location.host().name(),
                        ConnectionGuard.NONE);
        PostgresMembership membership;
        try {
            membership = PostgresMembership.join(database, location, sessions, events, clock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the journal was opened", e);
        }
        boolean opened = false;
        try {
            Journal journal =
                    PostgresJournal.open(
                            membership.database(),
                            new MembershipRegistration(membership),
                            location,
                            settings,
                            clock,
                            events);
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                membership.close();
            }
        }
    }

    @Override
    public Optional<JournalAdmin> admin(JournalLocation location, Clock clock) throws IOException {
        return PostgresJournalAdmin.open(location, clock);
    }

    @Override
    public Optional<JournalAdmin> readOnlyAdmin(JournalLocation location, Clock clock)
            throws IOException {
        return PostgresJournalAdmin.openReadOnly(location, clock);
    }

    @Override
    public Optional<ClusterAdmin> cluster(JournalLocation location, Clock clock)
            throws IOException {
        return PostgresClusterAdmin.open(location);
    }

    /** Loads the driver; nothing is connected. */
    @Override
    public void preload() {
        new Driver();
    }
}
