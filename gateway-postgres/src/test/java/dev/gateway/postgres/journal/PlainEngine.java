package dev.gateway.postgres.journal;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.admin.PostgresJournalAdmin;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The journal with a registration that nothing but a test ends. */
final class PlainEngine implements JournalEngine {

    private final Map<Journal, String> sessions = new ConcurrentHashMap<>();
    private final Map<AccountId, String> cursors = new ConcurrentHashMap<>();

    /** Has an account come with its cursor, once. */
    void bring(AccountId account, String cursor) {
        cursors.put(account, cursor);
    }

    /** Returns the registration of a journal that was opened by this object. */
    String session(Journal journal) {
        return sessions.get(journal);
    }

    @Override
    public String name() {
        return "plain";
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
        var database =
                new Database(
                        location.config().postgres().orElseThrow(), "test", ConnectionGuard.NONE);
        var host = new PlainRegistration(database, SessionId.random().text(), cursors);
        try (Connection connection = database.connect(ConnectionUse.write("open"))) {
            Schema.migrate(connection, database);
            Sql.update(
                    connection,
                    "INSERT INTO session(id, home_session, host, home_id, home, pid, version,"
                            + " schema_version, weight, lease_ms, join_after_ms)"
                            + " VALUES (?, ?, 'h', 'h', '/', 1, '1', 1, 1, 8000, 60000)",
                    host.session(),
                    host.session());
        } catch (SQLException e) {
            throw database.failure(e);
        }
        Journal journal = PostgresJournal.open(database, host, location, settings, clock, events);
        this.sessions.put(journal, host.session());
        return journal;
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
    public void preload() {}

    private record PlainRegistration(
            Database database, String session, Map<AccountId, String> cursors)
            implements Registered {

        @Override
        public Optional<Membership> membership() {
            return Optional.empty();
        }

        @Override
        public Optional<String> takeCursor(AccountId account, long epoch) {
            return Optional.ofNullable(cursors.remove(account));
        }

        @Override
        public void onChange(Runnable listener) {}

        @Override
        public void tellOthers(Connection connection) {}

        @Override
        public void onReachable(Runnable listener) {}

        @Override
        public void close() {
            try (Connection connection = database.connect(ConnectionUse.write("close"))) {
                Sql.update(connection, "DELETE FROM session WHERE id = ?", session);
            } catch (SQLException e) {
                // The database is away: the registration stays, as that of a process that died.
            }
        }
    }
}
