package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The passing on of all rows of a name that stood for no known account to the account of it. */
public final class PassOn {

    /** The tables whose rows have another key than the account beside it, with that key. */
    private static final List<List<String>> KEYED =
            List.of(
                    List.of("lane", "conversation", "queue"),
                    List.of("note", "key"),
                    List.of("said", "id"),
                    List.of("conversation", "id"),
                    List.of("pairing", "sender"),
                    List.of("pairing_request", "sender"));

    private PassOn() {}

    /** Returns those of the keys that stand for an account. */
    public static Set<String> known(Connection connection, Collection<String> keys)
            throws SQLException {
        return new HashSet<>(
                new Arguments(connection)
                        .texts(keys)
                        .list(
                                "SELECT id FROM account WHERE id = ANY(?)",
                                row -> StoredText.read(row.getString(1))));
    }

    /** Passes everything on, in a transaction of the caller. */
    public static void run(Connection connection, String from, String to) throws SQLException {
        // Known to both already: kept with a key that no delivery has.
        update(
                connection,
                "UPDATE message m SET account = ?2, dedup_key = CASE WHEN EXISTS ("
                        + "SELECT 1 FROM message o WHERE o.account = ?2"
                        + " AND o.dedup_key = m.dedup_key)"
                        + " THEN m.dedup_key || '#' || m.seq ELSE m.dedup_key END"
                        + " WHERE m.account = ?1",
                from,
                to);
        update(connection, "UPDATE answer SET account = ?2 WHERE account = ?1", from, to);
        update(connection, "UPDATE turn SET account = ?2 WHERE account = ?1", from, to);
        for (List<String> table : KEYED) {
            String name = table.get(0);
            List<String> same = new ArrayList<>();
            table.subList(1, table.size()).forEach(key -> same.add("o." + key + " = t." + key));
            update(
                    connection,
                    "UPDATE "
                            + name
                            + " t SET account = ?2 WHERE account = ?1 AND NOT EXISTS (SELECT 1 FROM "
                            + name
                            + " o WHERE o.account = ?2 AND "
                            + String.join(" AND ", same)
                            + ")",
                    from,
                    to);
            update(connection, "DELETE FROM " + name + " WHERE account = ?1", from, to);
        }
        update(
                connection,
                "INSERT INTO counter(account, handled, refused)"
                        + " SELECT ?2, handled, refused FROM counter WHERE account = ?1"
                        + " ON CONFLICT (account) DO UPDATE"
                        + " SET handled = counter.handled + excluded.handled,"
                        + " refused = counter.refused + excluded.refused",
                from,
                to);
        update(connection, "DELETE FROM counter WHERE account = ?1", from, to);
        update(
                connection,
                "UPDATE account a SET cursor = coalesce(a.cursor, f.cursor) FROM account f"
                        + " WHERE a.id = ?2 AND f.id = ?1",
                from,
                to);
        update(connection, "DELETE FROM account WHERE id = ?1", from, to);
    }

    /** Returns the cursor of an account; null if it has none. */
    public static String cursor(Connection connection, String account) throws SQLException {
        List<String> found =
                new Arguments(connection)
                        .text(account)
                        .list(
                                "SELECT cursor FROM account WHERE id = ?",
                                row -> StoredText.read(row.getString(1)));
        return found.isEmpty() ? null : found.get(0);
    }

    private static void update(Connection connection, String sql, String from, String to)
            throws SQLException {
        var arguments = new Arguments(connection);
        var statement = new StringBuilder();
        for (int i = 0; i < sql.length(); i++) {
            char each = sql.charAt(i);
            statement.append(each);
            if (each == '?') {
                i++;
                arguments.text(sql.charAt(i) == '1' ? from : to);
            }
        }
        arguments.update(statement.toString());
    }
}
