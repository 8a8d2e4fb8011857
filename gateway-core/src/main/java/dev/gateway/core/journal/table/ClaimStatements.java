package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The claims of a session, written in one statement for all that are made in one step. */
final class ClaimStatements {

    private final SqliteConnection connection;
    private final String self;

    ClaimStatements(SqliteConnection connection, String self) {
        this.connection = connection;
        this.self = self;
    }

    /** Marks messages in flight. */
    void messages(List<ClaimedMessage> claims) throws SQLException {
        if (!claims.isEmpty()) {
            connection.update(
                    "UPDATE message SET state = 1, claimed_by = ?1,"
                            + " claims = claim.value ->> 1, attempts = claim.value ->> 2"
                            + " FROM json_each(?2) AS claim"
                            + " WHERE message.id = claim.value ->> 0",
                    self,
                    claims.stream()
                            .map(one -> array(one.row(), one.claim(), one.attempt()))
                            .collect(Collectors.joining(",", "[", "]")));
        }
    }

    /** Marks answers as being sent. */
    void answers(List<ClaimedAnswer> claims) throws SQLException {
        if (!claims.isEmpty()) {
            connection.update(
                    "UPDATE answer SET claimed_by = ?1, claims = claim.value ->> 1"
                            + " FROM json_each(?2) AS claim WHERE answer.id = claim.value ->> 0",
                    self,
                    claims.stream()
                            .map(one -> array(one.row(), one.claim(), 0))
                            .collect(Collectors.joining(",", "[", "]")));
        }
    }

    private static String array(long row, long claim, int attempt) {
        return "[" + row + ',' + claim + ',' + attempt + ']';
    }
}
