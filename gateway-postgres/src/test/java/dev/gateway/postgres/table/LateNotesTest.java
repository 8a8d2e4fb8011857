package dev.gateway.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import dev.gateway.postgres.table.AdoptAccounts.Wanted;
import dev.gateway.postgres.table.LateNotes.Before;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notes of a batch that was received in holding 5 from cursor c0, stored by the session "ours". */
class LateNotesTest {

    private static final Optional<Before> BEFORE = Optional.of(new Before(5, Optional.of("c0")));

    private final PostgresConfig config = TestDatabase.freshSchema();
    private Connection connection;

    @BeforeEach
    void createTables() throws Exception {
        connection = TestDatabase.connect(config);
        Schema.migrate(connection, new Database(config, "test", ConnectionGuard.NONE));
        register("ours");
        register("other");
        Sql.update(connection, "INSERT INTO note VALUES ('a', 'known', 'stored')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     5, c0, late,   nobody has held it since",
                "ours,  5, c0, late,   it is held as before",
                "ours,  6, c0, late,   it was passed to the process that stores it",
                "-,     5, c1, stored, a later batch of that holding is stored",
                "ours,  5, c1, stored, a later batch of that holding is stored",
                "ours,  6, c1, stored, a batch of the next holding is stored",
                "ours,  6, -,  stored, the cursor was reset",
                "ours,  7, c0, stored, another one has held it between",
                "-,     6, c0, stored, another one has held it",
                "other, 6, c0, stored, another one holds it",
                "other, 5, c0, stored, another one holds it",
                "ours,  4, c0, stored, it comes from a lost state of the database",
            })
    void aNoteIsReplacedOnlyIfNothingNewerCanHaveBeenWritten(
            String session, long epoch, String cursor, String known, String why)
            throws SQLException {
        hold(session, epoch, cursor);

        store(BEFORE);

        assertThat(note("known")).as(why).contains(known);
        assertThat(note("unknown")).contains("late");
    }

    @Test
    void storingTwiceDoesAsOnce() throws SQLException {
        hold(null, 5, "c0");
        store(BEFORE);
        store(BEFORE);
        assertThat(note("known")).contains("late");

        Sql.update(connection, "UPDATE note SET value = 'newer'");
        hold("ours", 6, "c1");
        store(BEFORE);

        assertThat(note("known")).contains("newer");
        assertThat(note("unknown")).contains("newer");
    }

    @Test
    void theFirstBatchOfAnAccountHasNoCursorBeforeIt() throws SQLException {
        hold("ours", 6, null);

        store(Optional.of(new Before(5, Optional.empty())));

        assertThat(note("known")).contains("late");
    }

    @Test
    void anEndedSessionReplacesThoseOfAFreeAccount() throws SQLException {
        Sql.update(connection, "DELETE FROM session WHERE id = 'ours'");
        hold(null, 5, "c0");

        store(BEFORE);

        assertThat(note("known")).contains("late");
    }

    @Test
    void aNoteOfWhichNothingTellsTheOrderReplacesNone() throws SQLException {
        hold("ours", 5, "c0");

        store(Optional.empty());

        assertThat(note("known")).contains("stored");
        assertThat(note("unknown")).contains("late");
    }

    @Test
    void anAccountThatIsNotKnownGetsItsFirstNotes() throws SQLException {
        store(BEFORE);

        assertThat(note("known")).contains("stored");
        assertThat(note("unknown")).contains("late");
    }

    @Test
    void nobodyAdoptsAnAccountBeforeItsReplacedNotesAreCommitted() throws SQLException {
        hold(null, 5, "c0");
        connection.setAutoCommit(false);
        store(BEFORE);

        try (Connection other = TestDatabase.connect(config)) {
            Sql.execute(other, "SET lock_timeout = '100ms'");
            assertThatThrownBy(() -> adopt(other)).hasMessageContaining("lock timeout");
            connection.commit();
            assertThat(adopt(other)).isEqualTo(6);
        }
    }

    @Test
    void anAdoptionThatIsBeingCommittedKeepsItsNotes() throws Exception {
        hold(null, 5, "c0");
        try (Connection other = TestDatabase.connect(config)) {
            other.setAutoCommit(false);
            assertThat(adopt(other)).isEqualTo(6);
            var storing =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    store(BEFORE);
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await().until(() -> isSomeoneWaiting(other));
            other.commit();
            storing.get(1, TimeUnit.MINUTES);
        }
        assertThat(note("known")).contains("stored");
        assertThat(note("unknown")).contains("late");
    }

    private static boolean isSomeoneWaiting(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity s ON s.pid = l.pid"
                                + " WHERE NOT l.granted"
                                + " AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))",
                        row -> true)
                .isPresent();
    }

    private static long adopt(Connection connection) throws SQLException {
        return AdoptAccounts.run(connection, "other", List.of(new Wanted("a", "n", 1)))
                .get("a")
                .epoch();
    }

    private void store(Optional<Before> before) throws SQLException {
        LateNotes.run(connection, "ours", "a", before, Map.of("known", "late", "unknown", "late"));
    }

    private void hold(String session, long epoch, String cursor) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO account(id, name, session, epoch, cursor) VALUES ('a', 'n', ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET session = excluded.session,"
                        + " epoch = excluded.epoch, cursor = excluded.cursor",
                session,
                epoch,
                cursor);
    }

    private void register(String session) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO session(id, home_session, host, home_id, home, pid, version,"
                        + " schema_version, weight, lease_ms, join_after_ms)"
                        + " VALUES (?, ?, 'h', 'h', '/', 1, '1', 1, 1, 8000, 60000)",
                session,
                session);
    }

    private Optional<String> note(String key) throws SQLException {
        return Sql.first(
                connection,
                "SELECT value FROM note WHERE account = 'a' AND key = ?",
                row -> row.getString(1),
                key);
    }
}
