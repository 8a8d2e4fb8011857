package dev.gateway.postgres.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The result of ending claims.
 *
 * @param done the indexes of the claims that were not void
 * @param busy places that got work just now, and that are to be freed
 */
public record SettledClaims(Set<Integer> done, List<ClaimMessages.Place> busy) {

    /** The last rows of a statement that ends claims: the places that it could not close. */
    static final String BUSY_PLACES =
            """
            UNION ALL SELECT 'busy', 0, p.account, p.conversation FROM places p
                WHERE NOT p.more AND NOT EXISTS (
                    SELECT 1 FROM closed c
                    WHERE c.account = p.account AND c.conversation = p.conversation)""";

    /** Runs such a statement. */
    static SettledClaims of(Arguments arguments, String sql) throws SQLException {
        Set<Integer> done = new HashSet<>();
        List<ClaimMessages.Place> busy = new ArrayList<>();
        arguments.list(
                sql,
                row ->
                        row.getString(1).equals("done")
                                ? done.add(row.getInt(2) - 1)
                                : busy.add(Lanes.place(row, 3)));
        return new SettledClaims(done, busy);
    }
}
