package dev.gateway.core.journal.table;

import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The sessions that use the journal, and what each has claimed. A claim names its session in the
 * message and the answer; indexes hold the claimed ones alone, so that looking for the claims of
 * others costs nothing while there are none.
 */
public final class SessionTable {

    /** The holder of claims that were made before claims named a session: it has ended. */
    static final String UNKNOWN = "";

    private final SqliteConnection connection;
    private final SessionId self;

    /** Creates the table as seen by a session. */
    public SessionTable(SqliteConnection connection, SessionId self) {
        this.connection = connection;
        this.self = self;
    }

    /** Stores the process of this session, unless it is stored. */
    public void enroll(ProcessIdentity process, long now) throws SQLException {
        connection.update(
                "INSERT OR IGNORE INTO session(id, pid, start_ticks, boot_id, pid_namespace,"
                        + " opened_at) VALUES(?, ?, ?, ?, ?, ?)",
                self.text(),
                process.pid(),
                process.startTicks().isPresent() ? process.startTicks().getAsLong() : null,
                process.bootId().orElse(null),
                process.pidNamespace().orElse(null),
                now);
    }

    /** Returns the other sessions that are stored or have claims. */
    public List<Holder> others() throws SQLException {
        return connection.list(
                "SELECT h.id, s.pid, s.start_ticks, s.boot_id, s.pid_namespace FROM ("
                        + "SELECT id FROM session"
                        + " UNION SELECT claimed_by FROM message WHERE claimed_by IS NOT NULL"
                        + " UNION SELECT claimed_by FROM answer WHERE claimed_by IS NOT NULL) h"
                        + " LEFT JOIN session s ON s.id = h.id WHERE h.id <> ?",
                SessionTable::holder,
                self.text());
    }

    private static Holder holder(ResultSet row) throws SQLException {
        String id = row.getString(1);
        long pid = row.getLong(2);
        if (row.wasNull()) {
            return new Holder(id, Optional.empty());
        }
        long ticks = row.getLong(3);
        OptionalLong startTicks = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(ticks);
        return new Holder(
                id,
                Optional.of(
                        new ProcessIdentity(
                                pid,
                                startTicks,
                                Optional.ofNullable(row.getString(4)),
                                Optional.ofNullable(row.getString(5)))));
    }

    /** Gives what is in flight without a holder to one that has ended. */
    public void nameUnknownHolders() throws SQLException {
        connection.update(
                "UPDATE message SET claimed_by = ? WHERE "
                        + Schema.ODD
                        + " AND state = 1 AND claimed_by IS NULL",
                UNKNOWN);
    }

    /** Removes this session; what it has claimed is for another one to take back. */
    public void leave() throws SQLException {
        connection.update("DELETE FROM session WHERE id = ?", self.text());
    }

    /** Removes a session that has no claims any more. */
    public void remove(Holder holder) throws SQLException {
        connection.update("DELETE FROM session WHERE id = ?", holder.id());
    }

    /**
     * A session that is stored or has claims.
     *
     * @param id its name as it is stored, which damage may have changed
     * @param process its process, if it is stored
     */
    public record Holder(String id, Optional<ProcessIdentity> process) {

        /** Returns the session; empty if it is none that a gateway has named. */
        public Optional<SessionId> session() {
            return SessionId.isWellFormed(id) ? Optional.of(new SessionId(id)) : Optional.empty();
        }
    }
}
