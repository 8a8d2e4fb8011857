package dev.gateway.core.journal.transfer;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journal of a home, read for a copy; one of an earlier version is brought up first. */
final class SqliteSource implements JournalSource {

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final int GROUP = 1000;

    private final Path file;
    private final SqliteConnection connection;

    private SqliteSource(Path file, SqliteConnection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens the journal; empty if there is none. */
    static Optional<SqliteSource> open(Path file, Clock clock) throws IOException {
        var files = new DatabaseFiles(file);
        files.requirePlain();
        files.recoverCopy(clock);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SqliteConnection connection = SqliteConnection.open(file, BUSY_TIMEOUT);
            boolean done = false;
            try {
                if (Schema.isNew(connection)) {
                    return Optional.empty();
                }
                Path media = new GatewayHome(file.toAbsolutePath().getParent()).media();
                Schema.migrate(connection, new MediaReferences(media));
                done = true;
                return Optional.of(new SqliteSource(file, connection));
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        } catch (Schema.OtherVersionException e) {
            throw new NewerJournalException(file, e.found(), Schema.version());
        } catch (Schema.ForeignDatabaseException e) {
            throw new IOException(file + " is another program's database; move it away.", e);
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }

    private static String sql(CopiedTable table) {
        return switch (table) {
            case ACCOUNTS ->
                    "SELECT id, name, named, epoch,"
                            + " (SELECT value FROM cursor WHERE cursor.account = account.id)"
                            + " FROM account UNION ALL SELECT account, account, 0, 0, value"
                            + " FROM cursor WHERE account NOT IN (SELECT id FROM account)";
            case NOTES -> "SELECT account, key, value FROM note";
            case MESSAGES ->
                    "SELECT uid, account, dedup_key, conversation, sender, direct, text,"
                            + " attachments, remote, context, reply_context, sent_at, accepted_at,"
                            + " CASE state WHEN 1 THEN 0 ELSE state END, claims, attempts,"
                            + " failures, reason FROM message ORDER BY message.id";
            case ANSWERS ->
                    "SELECT uid, (SELECT m.uid FROM message m WHERE m.id = answer.message),"
                            + " account, conversation, reply_context, text, attachments, format,"
                            + " created_at, parked, claims, failures, reason"
                            + " FROM answer ORDER BY answer.id";
            case PLACES ->
                    "SELECT queue, account, conversation, ready_at, awaits, refusals, heard"
                            + " FROM lane UNION ALL "
                            + places(0, "message", "accepted_at", "state IN (0, 1)")
                            + " UNION ALL "
                            + places(1, "answer", "created_at", "parked = 0");
            case TURNS ->
                    "SELECT account, conversation, message, said, answered, at FROM turn"
                            + " ORDER BY id";
            case SAID -> "SELECT account, id, conversation, sender, name, text, at FROM said";
            case CONVERSATIONS -> "SELECT account, id, title, direct, last_at FROM conversation";
            case PAIRINGS -> "SELECT account, sender, name, approved_at FROM pairing";
            case REQUESTS ->
                    "SELECT account, sender, name, code, requested_at FROM pairing_request";
            case COUNTERS ->
                    "SELECT account, sum(handled), sum(refused) FROM ("
                            + "SELECT account, CASE what WHEN 3 THEN n ELSE 0 END AS handled,"
                            + " CASE what WHEN 12 THEN n ELSE 0 END AS refused FROM tally"
                            + " UNION ALL SELECT account, count(*), 0 FROM message"
                            + " WHERE state = 2 AND id IN"
                            + " (SELECT message FROM answer WHERE parked = 0) GROUP BY account)"
                            + " GROUP BY account";
        };
    }

    /** Returns the query for the places of conversations with work and without a pause. */
    private static String places(int queue, String table, String time, String open) {
        return "SELECT %1$d, account, conversation, min(%3$s), 0, 0, 0 FROM %2$s WHERE %4$s"
                        .formatted(queue, table, time, open)
                + " AND NOT EXISTS(SELECT 1 FROM lane WHERE queue = %1$d".formatted(queue)
                + " AND lane.account = %1$s.account AND lane.conversation = %1$s.conversation)"
                        .formatted(table)
                + " GROUP BY account, conversation";
    }

    @Override
    public long count(CopiedTable table) throws IOException {
        try {
            return connection.number("SELECT count(*) FROM (" + sql(table) + ")");
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }

    @Override
    public void read(CopiedTable table, Rows rows) throws IOException, InterruptedException {
        int columns = table.columns().size();
        List<Object[]> some = new ArrayList<>();
        try (SqliteConnection.Cursor cursor = connection.cursor(sql(table))) {
            while (cursor.next()) {
                some.add(values(cursor.row(), columns));
                if (some.size() == GROUP) {
                    rows.accept(some);
                    some = new ArrayList<>();
                }
            }
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
        if (!some.isEmpty()) {
            rows.accept(some);
        }
    }

    private static Object[] values(ResultSet row, int columns) throws SQLException {
        Object[] values = new Object[columns];
        for (int i = 0; i < columns; i++) {
            Object value = row.getObject(i + 1);
            values[i] = value instanceof Number number ? (Object) number.longValue() : value;
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }
}
