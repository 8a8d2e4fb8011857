package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.table.ConversationQueue;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.journal.table.SessionTable;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The recovery of work that ended sessions left unfinished; that of a session that lasts stays its
 * own. Each recovery judges and takes back in one transaction, so several at once are harmless.
 */
final class CrashRecovery {

    /**
     * The number of gateway crashes with a message in flight from which the message is the suspect.
     */
    private static final int SUSPECT_CRASHES = 10;

    private static final String REASON =
            "the gateway ended "
                    + SUSPECT_CRASHES
                    + " times while this message was handled; the message may be the cause";

    private final JournalDatabase database;
    private final SqliteConnection connection;
    private final SessionLiveness sessions;
    private final long now;
    private final List<ParkedRow> parked = new ArrayList<>();
    private final List<TakenBack> takenBack = new ArrayList<>();

    private CrashRecovery(JournalDatabase database, SessionLiveness sessions, long now) {
        this.database = database;
        this.connection = database.connection();
        this.sessions = sessions;
        this.now = now;
    }

    /** Enrolls this session and recovers, at the open of the journal. */
    static Recovered atOpen(JournalDatabase database, SessionLiveness sessions, long now)
            throws SQLException {
        var recovery = new CrashRecovery(database, sessions, now);
        recovery.connection.begin(false);
        database.sessions().enroll(sessions.process(), now);
        database.sessions().nameUnknownHolders();
        recovery.takeBack();
        recovery.parkUnknownStates();
        for (ConversationQueue<?> queue : database.queues()) {
            queue.shortenPauses(now);
        }
        database.resetFutureTimes(now);
        recovery.connection.commit();
        return recovery.result();
    }

    /** Recovers at any later time. */
    static Recovered whileRunning(JournalDatabase database, SessionLiveness sessions, long now)
            throws SQLException {
        var recovery = new CrashRecovery(database, sessions, now);
        recovery.connection.begin(false);
        recovery.takeBack();
        recovery.connection.commit();
        return recovery.result();
    }

    /** Returns whether a session has ended; one with another name than gateways give has. */
    static boolean hasEnded(SessionTable.Holder holder, SessionLiveness sessions) {
        return holder.session().map(id -> sessions.hasEnded(id, holder.process())).orElse(true);
    }

    private void takeBack() throws SQLException {
        for (SessionTable.Holder holder : database.sessions().others()) {
            if (hasEnded(holder, sessions)) {
                takeBack(holder);
            }
        }
    }

    private void takeBack(SessionTable.Holder holder) throws SQLException {
        parkSuspects(holder.id());
        int requeued = database.inbox().takeBack(holder.id());
        int resending = database.outbox().takeBack(holder.id());
        database.sessions().remove(holder);
        takenBack.add(new TakenBack(holder.session(), requeued, resending));
    }

    private void parkSuspects(String holder) throws SQLException {
        List<Suspect> suspects =
                connection.list(
                        "SELECT id, account, uid FROM message WHERE claimed_by = ? AND state = 1"
                                + " AND attempts - failures >= ?",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        Objects.requireNonNullElse(row.getString(3), ""),
                                        Objects.requireNonNullElse(row.getString(2), "")),
                        holder,
                        SUSPECT_CRASHES);
        for (Suspect message : suspects) {
            park(message, REASON);
        }
    }

    /** Parks rows in a state that this version does not know: they would never be processed. */
    private void parkUnknownStates() throws SQLException {
        for (Suspect message :
                connection.list(
                        "SELECT id, account, uid FROM message WHERE "
                                + Schema.ODD
                                + " AND state NOT BETWEEN 0 AND 5",
                        row ->
                                new Suspect(
                                        row.getLong(1),
                                        Objects.requireNonNullElse(row.getString(3), ""),
                                        Objects.requireNonNullElse(row.getString(2), "")))) {
            park(message, "cannot be read: its state is not known to this version");
        }
        connection.update("UPDATE answer SET parked = 1 WHERE parked NOT IN (0, 1)");
    }

    private void park(Suspect message, String reason) throws SQLException {
        database.inbox()
                .changeState(
                        message.account(),
                        message.row(),
                        MessageState.IN_FLIGHT,
                        MessageState.PARKED,
                        reason);
        // No name in the config stands for an account yet, at the open.
        String name = database.accounts().label(message.account()).name();
        parked.add(new ParkedRow(message.id(), name, reason));
    }

    private Recovered result() {
        return new Recovered(takenBack, parked);
    }

    /**
     * The result of a recovery.
     *
     * @param sessions what each ended session left
     * @param parked messages that were in flight too often when a gateway ended
     */
    record Recovered(List<TakenBack> sessions, List<ParkedRow> parked) {

        /** Copies the lists. */
        Recovered {
            sessions = List.copyOf(sessions);
            parked = List.copyOf(parked);
        }

        /** Returns the number of messages that are pending again. */
        int requeued() {
            return sessions.stream().mapToInt(TakenBack::requeued).sum();
        }

        /** Returns the number of answers that the platform may or may not have received. */
        int resending() {
            return sessions.stream().mapToInt(TakenBack::resending).sum();
        }
    }

    /**
     * The work of one ended session.
     *
     * @param session its name; empty if its claims name none
     * @param requeued messages that are pending again
     * @param resending answers that the platform may or may not have received; sent again
     */
    record TakenBack(Optional<SessionId> session, int requeued, int resending) {

        /** Returns whether it left anything. */
        boolean isAny() {
            return requeued > 0 || resending > 0;
        }
    }

    /** A message that may have ended the gateway. */
    private record Suspect(long row, String id, String account) {}
}
