package dev.gateway.postgres.notice;

import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A notice from one process to all others that share the journal. It says where to look, never what
 * is true: it may be lost with a connection, so each of them looks by itself after some seconds.
 *
 * @param kind the subject
 * @param detail a registration, an account, or nothing
 */
public record Notice(Kind kind, String detail) {

    /** The subjects of notices. */
    public enum Kind {
        /** Accounts were given to the registration. */
        GIVEN,
        /** Accounts were freed or taken. */
        ACCOUNTS,
        /** A host has come, gone or changed, or an operator has given an order. */
        HOSTS,
        /** An operator has changed messages, answers or pairings. */
        JOURNAL
    }

    /** Sends a notice with the transaction of the connection. */
    public static void send(Connection connection, Database database, Kind kind, String detail)
            throws SQLException {
        Sql.list(
                connection,
                "SELECT pg_notify(?, ?)",
                row -> true,
                database.channel(),
                payload(kind, detail));
    }

    /** Returns the text of a notice. */
    public static String payload(Kind kind, String detail) {
        return kind.name() + " " + detail;
    }

    /** Reads a notice; one of an unknown kind concerns the hosts. */
    public static Notice of(String payload) {
        int end = payload.indexOf(' ');
        String name = end < 0 ? payload : payload.substring(0, end);
        String detail = end < 0 ? "" : payload.substring(end + 1);
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return new Notice(kind, detail);
            }
        }
        return new Notice(Kind.HOSTS, detail);
    }
}
