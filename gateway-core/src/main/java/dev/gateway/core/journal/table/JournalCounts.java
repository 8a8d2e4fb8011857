package dev.gateway.core.journal.table;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counts of messages and answers. Those of what is not done follow from the rows, through
 * indexes that hold no others; what is done or was refused is counted in a table, once for each
 * account and transaction. What a connection changes is noted in memory, so that nothing need be
 * read after a commit, however many accounts there are.
 */
public final class JournalCounts implements SqliteConnection.TransactionListener {

    /** The count of answers to be sent. The codes are part of the file format. */
    public static final int DUE_ANSWERS = 10;

    /** The count of answers that wait for an operator. */
    public static final int PARKED_ANSWERS = 11;

    /** The count of refused messages. */
    public static final int REFUSED = 12;

    private final SqliteConnection connection;
    private final Map<Place, Long> open = new HashMap<>();
    private final Map<Place, Long> committed = new HashMap<>();
    private boolean moved;

    /** Begins to note what a connection changes. */
    public JournalCounts(SqliteConnection connection) {
        this.connection = connection;
        connection.listen(this);
    }

    /** Notes a message that moves from one state to another. */
    void move(String account, MessageState from, MessageState to) {
        add(account, from.code(), -1);
        add(account, to.code(), 1);
    }

    /** Notes a change of a count. */
    public void add(String account, int what, long n) {
        open.merge(new Place(account == null ? "" : account, what), n, Long::sum);
    }

    /** Notes that rows were changed otherwise: what is in memory has to be read again. */
    public void markMoved() {
        moved = true;
    }

    @Override
    public void beforeCommit() throws SQLException {
        for (Map.Entry<Place, Long> each : open.entrySet()) {
            int what = each.getKey().what();
            if (isStored(what) && each.getValue() != 0) {
                connection.update(
                        "INSERT INTO tally VALUES(?, ?, ?)"
                                + " ON CONFLICT DO UPDATE SET n = n + excluded.n",
                        each.getKey().account(),
                        what,
                        each.getValue());
            }
        }
    }

    private static boolean isStored(int what) {
        return what == MessageState.DONE.code() || what == REFUSED;
    }

    @Override
    public void committed() {
        open.forEach((place, n) -> committed.merge(place, n, Long::sum));
        open.clear();
    }

    @Override
    public void rolledBack() {
        open.clear();
    }

    /** Returns the committed changes since the last call, each as a difference. */
    public List<Count> takeChanges() {
        if (committed.isEmpty()) {
            return List.of();
        }
        List<Count> changes = new ArrayList<>();
        committed.forEach((place, n) -> changes.add(new Count(place.account(), place.what(), n)));
        committed.clear();
        return changes;
    }

    /** Returns whether rows were changed otherwise and {@link #takeMoved} has not told so yet. */
    public boolean isMoved() {
        return moved;
    }

    /** Returns whether rows were changed otherwise since the last call. */
    public boolean takeMoved() {
        boolean was = moved;
        moved = false;
        return was;
    }

    /**
     * Reads all counts, in one statement. It names the indexes: to group by account SQLite would
     * rather walk through the messages that are done.
     */
    public List<Count> read() throws SQLException {
        return connection.list(
                "SELECT account, what, n FROM tally WHERE what IN (3, 12)"
                        + " UNION ALL SELECT account, 0, count(*) FROM message"
                        + " INDEXED BY message_pending WHERE state = 0 GROUP BY account"
                        + " UNION ALL SELECT account, 1, count(*) FROM message"
                        + " INDEXED BY message_claimed WHERE claimed_by IS NOT NULL AND state = 1"
                        + " GROUP BY account"
                        + " UNION ALL SELECT account, 2, count(*) FROM message WHERE state = 2"
                        + " AND id IN (SELECT message FROM answer WHERE parked = 0)"
                        + " GROUP BY account"
                        + " UNION ALL SELECT account, 4, count(*) FROM message"
                        + " INDEXED BY message_parked WHERE state = 4 GROUP BY account"
                        + " UNION ALL SELECT account, 10, count(*) FROM answer WHERE parked = 0"
                        + " GROUP BY account"
                        + " UNION ALL SELECT account, 11, count(*) FROM answer WHERE parked = 1"
                        + " GROUP BY account",
                row -> new Count(row.getString(1), row.getInt(2), row.getLong(3)));
    }

    /**
     * One count of an account, or a change of it.
     *
     * @param what the code of a state, or one of the codes of this class
     */
    public record Count(String account, int what, long n) {}

    private record Place(String account, int what) {}
}
