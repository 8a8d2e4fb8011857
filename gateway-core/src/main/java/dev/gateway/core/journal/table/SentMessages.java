package dev.gateway.core.journal.table;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages whose answers have become fewer in the present transaction. Those of whose answers
 * nothing remains to be sent are reduced before it is committed, in one statement.
 */
final class SentMessages implements SqliteConnection.TransactionListener {

    private final SqliteConnection connection;
    private final JournalCounts counts;
    private final List<Long> rows = new ArrayList<>();

    /** Begins to listen, before the counts are stored. */
    SentMessages(SqliteConnection connection, JournalCounts counts) {
        this.connection = connection;
        this.counts = counts;
        connection.listen(this);
    }

    void add(long row) {
        rows.add(row);
    }

    @Override
    public void beforeCommit() throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<String> accounts =
                connection.list(
                        InboxTable.CLOSE
                                + " WHERE id IN (SELECT value FROM json_each(?)) AND state = 2"
                                + " AND NOT EXISTS(SELECT 1 FROM answer"
                                + " WHERE message = message.id AND parked = 0)"
                                + " RETURNING account",
                        row -> row.getString(1),
                        MessageState.DONE.code(),
                        rows.stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",", "[", "]")));
        for (String account : accounts) {
            counts.move(account, MessageState.ANSWERED, MessageState.DONE);
        }
        rows.clear();
    }

    @Override
    public void committed() {
        // They were reduced before.
    }

    @Override
    public void rolledBack() {
        rows.clear();
    }
}
