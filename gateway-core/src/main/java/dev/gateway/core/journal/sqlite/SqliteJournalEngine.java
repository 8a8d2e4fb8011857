package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The engine of journals in {@code journal.db} of the home. */
public final class SqliteJournalEngine implements JournalEngine {

    /** Creates the engine for {@link java.util.ServiceLoader}. */
    public SqliteJournalEngine() {}

    @Override
    public String name() {
        return SQLITE;
    }

    @Override
    public Journal open(
            JournalLocation location,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionLiveness sessions,
            BooleanSupplier hadOne)
            throws IOException {
        return SqliteJournal.open(
                location.home().journal(), settings, clock, events, sessions, hadOne);
    }

    @Override
    public Optional<JournalAdmin> admin(JournalLocation location, Clock clock) throws IOException {
        return SqliteJournalAdmin.open(location.home().journal(), clock)
                .map(JournalAdmin.class::cast);
    }

    @Override
    public Optional<JournalAdmin> readOnlyAdmin(JournalLocation location, Clock clock)
            throws IOException {
        return SqliteJournalAdmin.openReadOnly(location.home().journal(), clock)
                .map(JournalAdmin.class::cast);
    }

    @Override
    public void preload() {
        SqliteWarmUp.run();
    }
}
