package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The rows of one of the two queues: the work of each conversation, the claims on it, and the
 * pauses. Only a pause has a row of its own; everything else follows from the messages and answers
 * that are not done, through indexes that hold no others.
 */
public final class ConversationQueueTable {

    /** The two queues. The codes are part of the file format. */
    public enum Queue {
        INBOX("message", "accepted_at", "state = 0"),
        OUTBOX("answer", "created_at", "parked = 0 AND claimed_by IS NULL");

        private final String table;
        private final String time;
        private final String waiting;

        Queue(String table, String time, String waiting) {
            this.table = table;
            this.time = time;
            this.waiting = waiting;
        }
    }

    /** The event that ends the wait of a conversation. The codes are part of the file format. */
    public enum Awaits {
        /** The next attempt, at a time that the gateway chose. */
        TRY,
        /** A time that the platform named. */
        TIME,
        /** The next message of the user, or that time. */
        PERSON,
        /** The time at which a limit of the platform has room again. */
        LIMIT;

        private static final Awaits[] BY_CODE = values();

        /** Returns the event of a code; a damaged code counts as the next attempt. */
        static Awaits of(int code) {
            return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : TRY;
        }
    }

    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final SqliteConnection connection;
    private final Queue queue;

    ConversationQueueTable(SqliteConnection connection, Queue queue) {
        this.connection = connection;
        this.queue = queue;
    }

    /** Returns the number of waiting rows of each conversation that has some. */
    List<Work> work() throws SQLException {
        return connection.list(
                "SELECT account, conversation, count(*), min(id), "
                        + queue.time
                        + " FROM "
                        + queue.table
                        + " WHERE "
                        + queue.waiting
                        + " GROUP BY account, conversation",
                row ->
                        new Work(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getLong(4),
                                row.getLong(5)));
    }

    /** Returns the claims of all sessions. */
    List<Claim> claims() throws SQLException {
        return connection.list(
                "SELECT account, conversation, claimed_by FROM "
                        + queue.table
                        + " WHERE claimed_by IS NOT NULL",
                row -> new Claim(row.getString(1), row.getString(2), row.getString(3)));
    }

    /** Returns the pauses. */
    List<Pause> pauses() throws SQLException {
        return connection.list(
                "SELECT account, conversation, ready_at, refusals, awaits, heard FROM lane"
                        + " WHERE queue = ?",
                ConversationQueueTable::pause,
                queue.ordinal());
    }

    private static Pause pause(ResultSet row) throws SQLException {
        return new Pause(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getInt(4),
                Awaits.of(row.getInt(5)),
                row.getInt(6) == 1);
    }

    /** Stores a pause in the place of the former one. */
    void store(Pause pause) throws SQLException {
        connection.update(
                "INSERT OR REPLACE INTO lane(queue, account, conversation, ready_at, busy,"
                        + " refusals, awaits, heard) VALUES(?, ?, ?, ?, 0, ?, ?, ?)",
                queue.ordinal(),
                pause.account(),
                pause.conversation(),
                pause.readyAt(),
                pause.refusals(),
                pause.awaits().ordinal(),
                pause.heard() ? 1 : 0);
    }

    /** Ends a pause: every session sees that the conversation is due. */
    void remove(String account, String conversation) throws SQLException {
        connection.update(
                "DELETE FROM lane WHERE queue = ? AND account = ? AND conversation = ?",
                queue.ordinal(),
                account,
                conversation);
    }

    /**
     * Ends all pauses, as a new session tries again at once. One that a platform asked for
     * continues, but never longer than {@link #MAX_PAUSE}: the clock may have been wrong when it
     * was stored.
     */
    void shortenPauses(long now) throws SQLException {
        connection.update(
                "UPDATE lane SET ready_at = CASE WHEN awaits > 0 THEN min(ready_at, ?) ELSE ? END"
                        + " WHERE queue = ? AND ready_at > ?",
                now + MAX_PAUSE.toMillis(),
                now,
                queue.ordinal(),
                now);
        connection.update(
                "DELETE FROM lane WHERE queue = ? AND ready_at <= ? AND refusals = 0"
                        + " AND awaits = 0 AND heard = 0",
                queue.ordinal(),
                now);
    }

    /** Ends all pauses beyond {@code now}. */
    void endWaitsBeyond(long now) throws SQLException {
        connection.update(
                "UPDATE lane SET ready_at = ? WHERE queue = ? AND ready_at > ?",
                now,
                queue.ordinal(),
                now);
    }

    /**
     * The waiting rows of a conversation.
     *
     * @param first the number of the first of them
     * @param since the time of the first of them
     */
    record Work(String account, String conversation, int waiting, long first, long since) {}

    /** The claim of a session on a row of a conversation. */
    record Claim(String account, String conversation, String holder) {}

    /**
     * The pause of a conversation.
     *
     * @param refusals the number of consecutive attempts refused for a reason of its own
     * @param heard whether a message of the user came during the attempt
     */
    record Pause(
            String account,
            String conversation,
            long readyAt,
            int refusals,
            Awaits awaits,
            boolean heard) {}
}
