package dev.gateway.core.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The places of conversations in one of the two queues. A conversation has a lane as long as it has
 * work in the queue; the lane is busy while somebody works on it. So finding work costs the same
 * with ten pending messages as with a hundred thousand, and conversations take turns.
 */
final class LaneTable {

    /** Which queue. The codes are part of the file format. */
    enum Queue {
        INBOX,
        OUTBOX
    }

    private final Session session;
    private final int queue;

    LaneTable(Session session, Queue queue) {
        this.session = session;
        this.queue = queue.ordinal();
    }

    /** Gives a conversation a place at the end, unless it has one. */
    void open(String platform, String conversation, long now) throws SQLException {
        session.update(
                "INSERT OR IGNORE INTO lane VALUES(?, ?, ?, ?, 0)",
                queue,
                platform,
                conversation,
                now);
    }

    /** The first lanes of a platform that are due and free, the one that waits longest first. */
    List<Lane> ready(String platform, long now, int limit) throws SQLException {
        return session.list(
                "SELECT conversation, ready_at FROM lane WHERE queue = ? AND platform = ?"
                        + " AND busy = 0 AND ready_at <= ? ORDER BY ready_at LIMIT ?",
                row -> new Lane(platform, row.getString(1), row.getLong(2)),
                queue,
                platform,
                now,
                limit);
    }

    /** When the next free lane of a platform is due. */
    OptionalLong nextReady(String platform) throws SQLException {
        return session.first(
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
        session.update(
                "UPDATE lane SET busy = 1 WHERE queue = ? AND platform = ? AND conversation = ?",
                queue,
                lane.platform(),
                lane.conversation());
    }

    /** Frees a lane that has more work, from {@code readyAt} on. */
    void free(String platform, String conversation, long readyAt) throws SQLException {
        session.update(
                "UPDATE lane SET busy = 0, ready_at = ?"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                readyAt,
                queue,
                platform,
                conversation);
    }

    /** Makes a free lane due at once. */
    void hurry(String platform, String conversation, long now) throws SQLException {
        session.update(
                "UPDATE lane SET ready_at = min(ready_at, ?)"
                        + " WHERE queue = ? AND platform = ? AND conversation = ?",
                now,
                queue,
                platform,
                conversation);
    }

    /** Whether somebody works on it now. */
    boolean busy(String platform, String conversation) throws SQLException {
        return session.number(
                        "SELECT busy FROM lane"
                                + " WHERE queue = ? AND platform = ? AND conversation = ?",
                        queue,
                        platform,
                        conversation)
                == 1;
    }

    /** Removes a lane that has no more work. */
    void close(String platform, String conversation) throws SQLException {
        session.update(
                "DELETE FROM lane WHERE queue = ? AND platform = ? AND conversation = ?",
                queue,
                platform,
                conversation);
    }

    /** Frees all lanes at once; tells how many were busy. */
    int freeAll(long now) throws SQLException {
        int busy = session.update("UPDATE lane SET busy = 0 WHERE queue = ? AND busy <> 0", queue);
        advance(now);
        return busy;
    }

    /** Lets nobody wait beyond {@code now}. */
    void advance(long now) throws SQLException {
        session.update(
                "UPDATE lane SET ready_at = ? WHERE queue = ? AND ready_at > ?", now, queue, now);
    }

    /** One conversation's place. */
    record Lane(String platform, String conversation, long readyAt) {}
}
