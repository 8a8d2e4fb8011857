package dev.gateway.core.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
        List<Suspect> suspects =
                session.list(
                        "SELECT id, platform FROM message WHERE state = 1"
                                + " AND attempts - failures >= ?",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        store.inbox().id(row.getLong(1)),
                                        Objects.requireNonNullElse(row.getString(2), "")),
                        deadlyAfter);
        for (Suspect message : suspects) {
            store.inbox().move(message.row(), MessageState.PARKED, reason);
        }
        List<ParkedRow> parked =
                new ArrayList<>(
                        suspects.stream()
                                .map(one -> new ParkedRow(one.id(), one.platform(), reason))
                                .toList());
        parked.addAll(unknownStates(store));
        int requeued = session.update("UPDATE message SET state = 0 WHERE state = 1");
        store.lanes(LaneTable.Queue.INBOX).freeAll(now);
        int resending = store.lanes(LaneTable.Queue.OUTBOX).freeAll(now);
        store.forgetTheFuture(now);
        store.openMissingLanes(now);
        session.commit();
        return new Recovered(requeued, resending, parked);
    }

    /** Parks what stands where this version knows no place: nothing else would ever look at it. */
    private static List<ParkedRow> unknownStates(Store store) throws SQLException {
        Session session = store.session();
        List<ParkedRow> parked = new ArrayList<>();
        boolean there =
                store.tallies().stream().anyMatch(tally -> tally.n() > 0 && !tally.isKnown());
        if (!there) {
            return parked;
        }
        for (Suspect message :
                session.list(
                        "SELECT id, platform, state FROM message WHERE state NOT BETWEEN 0 AND 5",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        store.inbox().id(row.getLong(1)),
                                        Objects.requireNonNullElse(row.getString(2), "")))) {
            String reason = "cannot be read: its state is not known to this version";
            store.inbox().move(message.row(), MessageState.PARKED, reason);
            parked.add(new ParkedRow(message.id(), message.platform(), reason));
        }
        session.update("UPDATE answer SET parked = 1 WHERE parked NOT IN (0, 1)");
        return parked;
    }

    /**
     * What was found.
     *
     * @param requeued messages that are pending again
     * @param resending answers of which nobody knows whether the platform has them; sent again
     * @param parked messages that were in flight too often when the gateway ended
     */
    record Recovered(int requeued, int resending, List<ParkedRow> parked) {}

    /** A message that may have ended the gateway. */
    private record Suspect(long row, String id, String platform) {}
}
