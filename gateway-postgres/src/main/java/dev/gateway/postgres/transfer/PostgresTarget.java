package dev.gateway.postgres.transfer;

import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.table.StoredText;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The journal in a database, written by a copy in one transaction. Accounts that others brought
 * stay as they are. Files are stored before, under names by content: those of a copy that does not
 * come to its end are swept after a day.
 */
final class PostgresTarget implements JournalTarget {

    private static final List<String> TABLES =
            List.of(
                    "message",
                    "answer",
                    "note",
                    "lane",
                    "turn",
                    "said",
                    "conversation",
                    "pairing",
                    "pairing_request",
                    "counter");

    /** Tables that a host which has only been started does not fill. */
    private static final List<String> TELLING =
            List.of("message", "answer", "note", "turn", "pairing");

    private static final int SHOWN = 3;

    private final ExclusiveUse use;
    private final CopiedFiles files;
    private final List<String> answers = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();

    PostgresTarget(ExclusiveUse use, CopiedFiles files) {
        this.use = use;
        this.files = files;
    }

    @Override
    public void begin(Set<String> accounts, boolean replace) throws IOException {
        List<String> ids = accounts.stream().map(StoredText::write).toList();
        try {
            List<String> there = replace ? List.of() : present(ids);
            if (!there.isEmpty()) {
                throw new IOException(
                        ("The database has messages of %s already; nothing was copied. With"
                                        + " --replace what it has of them is replaced.")
                                .formatted(shown(there)));
            }
            if (replace) {
                delete(ids);
            }
        } catch (SQLException e) {
            throw use.failure(e);
        }
    }

    private List<String> present(List<String> accounts) throws SQLException {
        String sql =
                "SELECT w.id FROM unnest(?::text[]) AS w(id) WHERE EXISTS ("
                        + "SELECT FROM account a WHERE a.id = w.id AND a.cursor IS NOT NULL)";
        for (String table : TELLING) {
            sql += " OR EXISTS (SELECT FROM " + table + " t WHERE t.account = w.id)";
        }
        return Sql.list(use.connection(), sql + " ORDER BY 1", row -> row.getString(1), accounts);
    }

    private static String shown(List<String> accounts) {
        String first = String.join(", ", accounts.subList(0, Math.min(SHOWN, accounts.size())));
        return accounts.size() <= SHOWN
                ? first
                : first + " and " + (accounts.size() - SHOWN) + " more";
    }

    private void delete(List<String> accounts) throws SQLException {
        for (String table : TABLES) {
            Sql.update(
                    use.connection(), "DELETE FROM " + table + " WHERE account = ANY(?)", accounts);
        }
    }

    @Override
    public void write(CopiedTable table, List<Object[]> rows)
            throws IOException, InterruptedException {
        try (PreparedStatement insert = use.connection().prepareStatement(sql(table))) {
            for (Object[] row : rows) {
                if (CopiedFiles.names(table, row)) {
                    files.put(table, row);
                    Sql.list(use.connection(), "SELECT 1", one -> true); // Keeps it awake.
                }
                bind(insert, table, row);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw use.failure(e);
        }
    }

    private void bind(PreparedStatement insert, CopiedTable table, Object[] row)
            throws SQLException {
        int parameter = 1;
        for (int i = 0; i < row.length; i++) {
            if (table == CopiedTable.ANSWERS && i == table.index("message")) {
                if (row[i] != null) {
                    answers.add(StoredText.write((String) row[0]));
                    answered.add(StoredText.write((String) row[i]));
                }
                continue;
            }
            Object value = row[i];
            insert.setObject(
                    parameter++, value instanceof String text ? StoredText.write(text) : value);
        }
    }

    private static String sql(CopiedTable table) {
        return switch (table) {
            case ACCOUNTS ->
                    "INSERT INTO account(id, name, named, epoch, cursor) VALUES(?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                            + " named = excluded.named, cursor = excluded.cursor,"
                            + " epoch = greatest(account.epoch, excluded.epoch)";
            case NOTES -> "INSERT INTO note(account, key, value) VALUES(?, ?, ?)";
            case MESSAGES ->
                    "INSERT INTO message(id, account, dedup_key, conversation, sender, direct,"
                            + " text, attachments, remote, context, reply_context, sent_at,"
                            + " accepted_at, state, claims, attempts, failures, reason)"
                            + " VALUES(?, ?, ?, ?, ?, ?::bigint <> 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            + " ?, ?)";
            case ANSWERS ->
                    "INSERT INTO answer(id, account, conversation, reply_context, text,"
                            + " attachments, markdown, created_at, parked, claims, failures,"
                            + " reason) VALUES(?, ?, ?, ?, ?, ?, ?::bigint <> 0, ?,"
                            + " ?::bigint <> 0, ?, ?, ?)";
            case PLACES ->
                    "INSERT INTO lane(queue, account, conversation, ready_at, awaits, refusals,"
                            + " heard) VALUES(?, ?, ?, ?, ?, ?, ?::bigint <> 0)"
                            + " ON CONFLICT DO NOTHING";
            case TURNS ->
                    "INSERT INTO turn(account, conversation, message, said, answered, at)"
                            + " VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
            case SAID ->
                    "INSERT INTO said(account, id, conversation, sender, name, text, at)"
                            + " VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
            case CONVERSATIONS ->
                    "INSERT INTO conversation(account, id, title, direct, last_at)"
                            + " VALUES(?, ?, ?, ?::bigint <> 0, ?) ON CONFLICT DO NOTHING";
            case PAIRINGS ->
                    "INSERT INTO pairing(account, sender, name, approved_at) VALUES(?, ?, ?, ?)";
            case REQUESTS ->
                    "INSERT INTO pairing_request(account, sender, name, code, requested_at)"
                            + " VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
            case COUNTERS ->
                    "INSERT INTO counter(account, handled, refused) VALUES(?, ?, ?)"
                            + " ON CONFLICT (account) DO UPDATE SET"
                            + " handled = counter.handled + excluded.handled,"
                            + " refused = counter.refused + excluded.refused";
        };
    }

    @Override
    public Optional<String> commit() throws IOException {
        Connection connection = use.connection();
        try {
            // Messages have their numbers only now.
            Sql.update(
                    connection,
                    "UPDATE answer a SET message = m.seq"
                            + " FROM unnest(?::text[], ?::text[]) AS p(answer, message)"
                            + " JOIN message m ON m.id = p.message WHERE a.id = p.answer",
                    answers,
                    answered);
            connection.commit();
        } catch (SQLException e) {
            throw use.failure(e);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        files.close();
        use.close();
    }
}
