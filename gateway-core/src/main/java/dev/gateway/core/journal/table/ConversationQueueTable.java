package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The places of conversations in one of the two queues. A conversation has a lane as long as it has
 * work in the queue; the lane is busy while its work is claimed. So finding work costs the same
 * with ten pending messages as with a hundred thousand, and conversations take turns.
 */
public final class ConversationQueueTable {

    /** The two queues. The codes are part of the file format. */
    public enum Queue {
        INBOX,
        OUTBOX
    }

    /** The event that ends the wait of a lane. The codes are part of the file format. */
    public enum Awaits {
        /** The next attempt, at a time that the gateway chose. */
        TRY,
        /** A time that the platform named. */
        TIME,
        /** The next message of the user, or that time. */
        PERSON,
        /** The time at which a limit of the platform has room again. */
        LIMIT
    }

    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final SqliteConnection connection;
    private final int queue;

    public ConversationQueueTable(SqliteConnection connection, Queue queue) {
        this.connection = connection;
        this.queue = queue.ordinal();
    }

    /** Appends a conversation to the queue unless it has a place. */
    public void open(String platform, String conversation, long now) throws SQLException {
        connection.update(
                "INSERT OR IGNORE INTO lane(queue, platform, conversation, ready_at, busy)"
                        + " VALUES(?, ?, ?, ?, 0)",
                queue,
                platform,
                conversation,
                now);
    }

    /**
     * Appends a conversation to the queue for a message of its user; a lane that awaits one is due
     * at once.
     */
    void openForMessage(String platform, String conversation, long now) throws SQLException {
        connection.update(
                "INSERT INTO lane(queue, platform, conversation, ready_at, busy)"
                        + " VALUES(?1, ?2, ?3, ?4, 0) ON CONFLICT DO UPDATE"
                        + " SET ready_at = min(ready_at, ?4) WHERE awaits = ?5",
                queue,
                platform,
                conversation,
                now,
                Awaits.PERSON.ordinal());
    }

    /** Lets a free lane wait for the next message of its user, or for that time. */
    void awaitMessage(String platform, String conversation, long until) throws SQLException {
        connection.update(
                "UPDATE lane SET ready_at = ?, awaits = ?"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                until,
                Awaits.PERSON.ordinal(),
                queue,
                platform,
                conversation);
    }

    /** Returns the first lanes of a platform that are due and free, longest waiting first. */
    List<Lane> ready(String platform, long now, int limit) throws SQLException {
        return connection.list(
                "SELECT conversation, ready_at FROM lane WHERE queue = ? AND platform = ?"
                        + " AND busy = 0 AND ready_at <= ? ORDER BY ready_at LIMIT ?",
                row -> new Lane(platform, row.getString(1), row.getLong(2), 0),
                queue,
                platform,
                now,
                limit);
    }

    /** Returns only lanes whose last attempt was refused, or only the others. */
    List<Lane> ready(String platform, boolean refused, long now, int limit) throws SQLException {
        return connection.list(
                "SELECT conversation, ready_at, refusals FROM lane WHERE queue = ? AND platform = ?"
                        + " AND busy = 0 AND ready_at <= ? AND (refusals > 0) = ?"
                        + " ORDER BY ready_at LIMIT ?",
                row -> new Lane(platform, row.getString(1), row.getLong(2), row.getInt(3)),
                queue,
                platform,
                now,
                refused ? 1 : 0,
                limit);
    }

    /** Returns the time at which the next free lane with so many refusals is due. */
    public OptionalLong nextReady(String platform, int least, int most) throws SQLException {
        return connection
                .first(
                        "SELECT ready_at FROM lane WHERE queue = ? AND platform = ? AND busy = 0"
                                + " AND refusals BETWEEN ? AND ? ORDER BY ready_at LIMIT 1",
                        row -> row.getLong(1),
                        queue,
                        platform,
                        least,
                        most)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * Returns the time at which the next free lane with at most so many refusals is due, except
     * those that a limit of the platform delays.
     */
    public OptionalLong nextUnpaced(String platform, int most) throws SQLException {
        return connection
                .first(
                        "SELECT ready_at FROM lane WHERE queue = ? AND platform = ? AND busy = 0"
                                + " AND refusals <= ? AND awaits <> ? ORDER BY ready_at LIMIT 1",
                        row -> row.getLong(1),
                        queue,
                        platform,
                        most,
                        Awaits.LIMIT.ordinal())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Returns the time at which the next free lane of a platform is due. */
    OptionalLong nextReady(String platform) throws SQLException {
        return connection
                .first(
                        "SELECT ready_at FROM lane WHERE queue = ? AND platform = ? AND busy = 0"
                                + " ORDER BY ready_at LIMIT 1",
                        row -> row.getLong(1),
                        queue,
                        platform)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Marks a lane busy. */
    void take(Lane lane) throws SQLException {
        connection.update(
                "UPDATE lane SET busy = 1, heard = 0"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                queue,
                lane.platform(),
                lane.conversation());
    }

    /** Frees a lane that has more work, from {@code readyAt} on, and clears its refusals. */
    void free(String platform, String conversation, long readyAt) throws SQLException {
        connection.update(
                "UPDATE lane SET busy = 0, ready_at = ?, refusals = 0, awaits = 0"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                readyAt,
                queue,
                platform,
                conversation);
    }

    /**
     * Frees a lane whose work was refused for a reason of its own, so that it alone waits.
     *
     * @param awaits the event that ends the wait; if that is the user's next message and one came
     *     during the refused attempt, the lane is due at {@code now}
     */
    void refused(String platform, String conversation, long readyAt, Awaits awaits, long now)
            throws SQLException {
        connection.update(
                "UPDATE lane SET busy = 0, refusals = refusals + 1, awaits = ?1,"
                        + " ready_at = CASE WHEN heard = 1 AND ?1 = ?2 THEN ?3 ELSE ?4 END"
                        + " WHERE queue = ?5 AND platform = ?6 AND conversation = ?7",
                awaits.ordinal(),
                Awaits.PERSON.ordinal(),
                now,
                readyAt,
                queue,
                platform,
                conversation);
    }

    /** Records a message of the user; a lane that awaits one is due at once. */
    void resumeAfterInbound(String platform, String conversation, long now) throws SQLException {
        connection.update(
                "UPDATE lane SET heard = 1,"
                        + " ready_at = CASE awaits WHEN ?1 THEN min(ready_at, ?2) ELSE ready_at END,"
                        + " refusals = CASE awaits WHEN ?1 THEN 0 ELSE refusals END"
                        + " WHERE queue = ?3 AND platform = ?4 AND conversation = ?5",
                Awaits.PERSON.ordinal(),
                now,
                queue,
                platform,
                conversation);
    }

    /** Frees a lane that waits for a reason that does not concern it alone. */
    void postpone(String platform, String conversation, long readyAt) throws SQLException {
        connection.update(
                "UPDATE lane SET busy = 0, ready_at = ?"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                readyAt,
                queue,
                platform,
                conversation);
    }

    /** Frees a lane that a limit of the platform delays. */
    void pace(String platform, String conversation, long readyAt) throws SQLException {
        connection.update(
                "UPDATE lane SET busy = 0, ready_at = ?, awaits = ?"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                readyAt,
                Awaits.LIMIT.ordinal(),
                queue,
                platform,
                conversation);
    }

    /** Makes a free lane due at once. */
    public void makeDue(String platform, String conversation, long now) throws SQLException {
        connection.update(
                "UPDATE lane SET ready_at = min(ready_at, ?)"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                now,
                queue,
                platform,
                conversation);
    }

    /** Returns whether its work is claimed now. */
    public boolean isBusy(String platform, String conversation) throws SQLException {
        return connection.number(
                        "SELECT busy FROM lane"
                                + " WHERE queue = ? AND platform = ? AND conversation = ?",
                        queue,
                        platform,
                        conversation)
                == 1;
    }

    /** Removes a lane that has no more work. */
    void close(String platform, String conversation) throws SQLException {
        connection.update(
                "DELETE FROM lane WHERE queue = ? AND platform = ? AND conversation = ?",
                queue,
                platform,
                conversation);
    }

    /**
     * Frees all lanes at once; returns the number of busy ones. A pause that a platform asked for
     * continues, but never longer than {@link #MAX_PAUSE}: the clock may have been wrong when it
     * was stored.
     */
    public int freeAll(long now) throws SQLException {
        int busy =
                connection.update("UPDATE lane SET busy = 0 WHERE queue = ? AND busy <> 0", queue);
        connection.update(
                "UPDATE lane SET ready_at = CASE WHEN awaits > 0 THEN min(ready_at, ?) ELSE ? END"
                        + " WHERE queue = ? AND ready_at > ?",
                now + MAX_PAUSE.toMillis(),
                now,
                queue,
                now);
        return busy;
    }

    /** Ends all waits beyond {@code now}. */
    public void endWaitsBeyond(long now) throws SQLException {
        connection.update(
                "UPDATE lane SET ready_at = ? WHERE queue = ? AND ready_at > ?", now, queue, now);
    }

    /**
     * The place of one conversation.
     *
     * @param refusals the number of consecutive attempts refused for a reason of its own
     */
    record Lane(String platform, String conversation, long readyAt, int refusals) {}
}
