package dev.gateway.core.journal;

import java.sql.SQLException;
import java.util.List;

/** What a new process does with the work that the one before left in the middle. */
final class Recovery {

    private Recovery() {}

    static Recovered run(Store store, int deadlyAfter, long now) throws SQLException {
        Session session = store.session();
        String reason =
                "the gateway ended "
                        + deadlyAfter
                        + " times while this message was handled; the message may be the cause";
        session.begin(false);
        List<Parked> parked =
                session.list(
                        "SELECT id, platform FROM message WHERE state = 1"
                                + " AND attempts - failures >= ?",
                        row ->
                                new Parked(
                                        row.getLong(1),
                                        store.inbox().id(row.getLong(1)),
                                        row.getString(2),
                                        reason),
                        deadlyAfter);
        for (Parked message : parked) {
            store.inbox().move(message.row(), MessageState.PARKED, reason);
        }
        int requeued = session.update("UPDATE message SET state = 0 WHERE state = 1");
        store.lanes(LaneTable.Queue.INBOX).freeAll(now);
        int resending = store.lanes(LaneTable.Queue.OUTBOX).freeAll(now);
        session.commit();
        return new Recovered(requeued, resending, parked);
    }

    /**
     * What was found.
     *
     * @param requeued messages that are pending again
     * @param resending answers of which nobody knows whether the platform has them; sent again
     * @param parked messages that were in flight too often when the gateway ended
     */
    record Recovered(int requeued, int resending, List<Parked> parked) {}

    /** A message that may have ended the gateway. */
    record Parked(long row, String id, String platform, String reason) {}
}
