package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.table.ConversationQueueTable;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The recovery of work that the previous process left unfinished. */
final class CrashRecovery {

    private CrashRecovery() {}

    static Recovered run(JournalDatabase database, int suspectCrashes, long now)
            throws SQLException {
        SqliteConnection connection = database.connection();
        String reason =
                "the gateway ended "
                        + suspectCrashes
                        + " times while this message was handled; the message may be the cause";
        connection.begin(false);
        List<Suspect> suspects =
                connection.list(
                        "SELECT id, platform FROM message WHERE state = 1"
                                + " AND attempts - failures >= ?",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        database.inbox().id(row.getLong(1)),
                                        Objects.requireNonNullElse(row.getString(2), "")),
                        suspectCrashes);
        for (Suspect message : suspects) {
            database.inbox().changeState(message.row(), MessageState.PARKED, reason);
        }
        List<ParkedRow> parked =
                new ArrayList<>(
                        suspects.stream()
                                .map(one -> new ParkedRow(one.id(), one.platform(), reason))
                                .toList());
        parked.addAll(unknownStates(database));
        int requeued = connection.update("UPDATE message SET state = 0 WHERE state = 1");
        database.lanes(ConversationQueueTable.Queue.INBOX).freeAll(now);
        int resending = database.lanes(ConversationQueueTable.Queue.OUTBOX).freeAll(now);
        database.resetFutureTimes(now);
        database.openMissingLanes(now);
        connection.commit();
        return new Recovered(requeued, resending, parked);
    }

    /** Parks rows in a state that this version does not know: they would never be processed. */
    private static List<ParkedRow> unknownStates(JournalDatabase database) throws SQLException {
        SqliteConnection connection = database.connection();
        List<ParkedRow> parked = new ArrayList<>();
        boolean there =
                database.tallies().stream().anyMatch(tally -> tally.n() > 0 && !tally.isKnown());
        if (!there) {
            return parked;
        }
        for (Suspect message :
                connection.list(
                        "SELECT id, platform, state FROM message WHERE state NOT BETWEEN 0 AND 5",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        database.inbox().id(row.getLong(1)),
                                        Objects.requireNonNullElse(row.getString(2), "")))) {
            String reason = "cannot be read: its state is not known to this version";
            database.inbox().changeState(message.row(), MessageState.PARKED, reason);
            parked.add(new ParkedRow(message.id(), message.platform(), reason));
        }
        connection.update("UPDATE answer SET parked = 1 WHERE parked NOT IN (0, 1)");
        return parked;
    }

    /**
     * The result of the recovery.
     *
     * @param requeued messages that are pending again
     * @param resending answers that the platform may or may not have received; sent again
     * @param parked messages that were in flight too often when the gateway ended
     */
    record Recovered(int requeued, int resending, List<ParkedRow> parked) {}

    /** A message that may have ended the gateway. */
    private record Suspect(long row, String id, String platform) {}
}
