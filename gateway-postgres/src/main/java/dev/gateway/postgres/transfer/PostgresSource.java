package dev.gateway.postgres.transfer;

import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.table.StoredText;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in a database, read for a copy; its files come into the home with the rows. */
final class PostgresSource implements JournalSource {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSource.class);
    private static final int GROUP = 1000;

    private final ExclusiveUse use;
    private final CopiedFiles files;

    PostgresSource(ExclusiveUse use, CopiedFiles files) {
        this.use = use;
        this.files = files;
    }

    private static String sql(CopiedTable table) {
        return switch (table) {
            case ACCOUNTS -> "SELECT id, name, named, epoch, cursor FROM account";
            case NOTES -> "SELECT account, key, value FROM note";
            case MESSAGES ->
                    "SELECT id, account, dedup_key, conversation, sender, direct, text,"
                            + " attachments, remote, context, reply_context, sent_at, accepted_at,"
                            + " state, claims, attempts, failures, reason FROM message"
                            + " ORDER BY seq";
            case ANSWERS ->
                    "SELECT a.id, m.id, a.account, a.conversation, a.reply_context, a.text,"
                            + " a.attachments, a.markdown, a.created_at, a.parked, a.claims,"
                            + " a.failures, a.reason FROM answer a"
                            + " LEFT JOIN message m ON m.seq = a.message ORDER BY a.seq";
            case PLACES ->
                    "SELECT queue, account, conversation, ready_at, awaits, refusals, heard"
                            + " FROM lane";
            case TURNS ->
                    "SELECT account, conversation, message, said, answered, at FROM turn"
                            + " ORDER BY seq";
            case SAID -> "SELECT account, id, conversation, sender, name, text, at FROM said";
            case CONVERSATIONS -> "SELECT account, id, title, direct, last_at FROM conversation";
            case PAIRINGS -> "SELECT account, sender, name, approved_at FROM pairing";
            case REQUESTS ->
                    "SELECT account, sender, name, code, requested_at FROM pairing_request";
            case COUNTERS -> "SELECT account, handled, refused FROM counter";
        };
    }

    @Override
    public long count(CopiedTable table) throws IOException {
        try {
            return Sql.first(
                            use.connection(),
                            "SELECT count(*) FROM (" + sql(table) + ") AS rows",
                            row -> row.getLong(1))
                    .orElseThrow();
        } catch (SQLException e) {
            throw use.failure(e);
        }
    }

    @Override
    public void read(CopiedTable table, Rows rows) throws IOException, InterruptedException {
        int columns = table.columns().size();
        List<Object[]> some = new ArrayList<>();
        try (Statement statement = use.connection().createStatement()) {
            statement.setFetchSize(GROUP);
            try (ResultSet row = statement.executeQuery(sql(table))) {
                while (row.next()) {
                    Object[] values = values(row, columns);
                    if (CopiedFiles.names(table, values)) {
                        files.fetch(table, values);
                    }
                    some.add(values);
                    if (some.size() == GROUP) {
                        rows.accept(some);
                        some = new ArrayList<>();
                    }
                }
            }
        } catch (SQLException e) {
            throw use.failure(e);
        }
        if (!some.isEmpty()) {
            rows.accept(some);
        }
    }

    private static Object[] values(ResultSet row, int columns) throws SQLException {
        Object[] values = new Object[columns];
        for (int i = 0; i < columns; i++) {
            Object value = row.getObject(i + 1);
            if (value instanceof Boolean flag) {
                values[i] = flag ? 1L : 0L;
            } else if (value instanceof Number number) {
                values[i] = number.longValue();
            } else {
                values[i] = StoredText.read((String) value);
            }
        }
        return values;
    }

    @Override
    public void close() {
        if (files.missing() > 0) {
            LOG.warn("{} files of messages are on other hosts only.", files.missing());
        }
        files.close();
        use.close();
    }
}
