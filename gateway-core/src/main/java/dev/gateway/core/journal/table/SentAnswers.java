package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answers that were reported as sent in the present transaction, and the messages whose answers
 * have become fewer. Before it is committed those answers are removed, and those messages reduced
 * of whose answers nothing remains to be sent, by one statement for all of them. Until then the
 * rows are still claimed, so that no other step of the transaction takes them.
 */
final class SentAnswers implements SqliteConnection.TransactionListener {

    private final SqliteConnection connection;
    private final ConversationQueue<ClaimedAnswer> queue;
    private final JournalCounts counts;
    private final String self;
    private final List<SentReport> reports = new ArrayList<>();
    private final List<Long> messages = new ArrayList<>();

    /**
     * Begins to listen, after the counts, which are stored later then.
     *
     * @param self the session that sends
     */
    SentAnswers(
            SqliteConnection connection,
            ConversationQueue<ClaimedAnswer> queue,
            JournalCounts counts,
            String self) {
        this.connection = connection;
        this.queue = queue;
        this.counts = counts;
        this.self = self;
        connection.listen(this);
    }

    void add(SentReport report) {
        reports.add(report);
    }

    /** Notes a message of whose answers one is not to be sent any more. */
    void addMessage(long row) {
        if (row != OutboxTable.NO_MESSAGE) {
            messages.add(row);
        }
    }

    @Override
    public void beforeCommit() throws SQLException {
        if (!reports.isEmpty()) {
            removeHeld();
            reports.clear();
        }
        if (!messages.isEmpty()) {
            reduceAnswered();
            messages.clear();
        }
    }

    /** Removes the answers whose claims are not void. */
    private void removeHeld() throws SQLException {
        Map<Long, Stored> rows = new HashMap<>();
        connection
                .list(
                        "SELECT id, uid, claims, message FROM answer"
                                + " WHERE id IN (SELECT value FROM json_each(?)) AND claimed_by = ?",
                        Stored::read,
                        array(reports.stream().map(report -> report.answer().row())),
                        self)
                .forEach(row -> rows.put(row.number(), row));
        List<Long> removed = new ArrayList<>();
        for (SentReport report : reports) {
            ClaimedAnswer answer = report.answer();
            Stored row = rows.get(answer.row());
            if (row != null && row.isOf(answer)) {
                rows.remove(answer.row()); // Another report of it comes too late.
                removed.add(answer.row());
                addMessage(row.message());
                String account = answer.account().value();
                counts.add(account, JournalCounts.DUE_ANSWERS, -1);
                queue.finish(account, answer.message().conversation(), report.at());
                report.hold();
            }
        }
        if (!removed.isEmpty()) {
            connection.update(
                    "DELETE FROM answer WHERE id IN (SELECT value FROM json_each(?))",
                    array(removed.stream()));
        }
    }

    private void reduceAnswered() throws SQLException {
        List<String> accounts =
                connection.list(
                        InboxTable.CLOSE
                                + " WHERE id IN (SELECT value FROM json_each(?)) AND state = 2"
                                + " AND NOT EXISTS(SELECT 1 FROM answer"
                                + " WHERE message = message.id AND parked = 0)"
                                + " RETURNING account",
                        row -> row.getString(1),
                        MessageState.DONE.code(),
                        array(messages.stream()));
        for (String account : accounts) {
            counts.move(account, MessageState.ANSWERED, MessageState.DONE);
        }
    }

    private static String array(Stream<Long> numbers) {
        return numbers.map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public void rolledBack() {
        reports.clear();
        messages.clear();
    }

    /** The row of an answer, as far as a claim names it. */
    private record Stored(long number, String id, long claims, long message) {

        static Stored read(ResultSet row) throws SQLException {
            return new Stored(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4));
        }

        boolean isOf(ClaimedAnswer answer) {
            return answer.id().equals(id) && answer.claim() == claims;
        }
    }
}
