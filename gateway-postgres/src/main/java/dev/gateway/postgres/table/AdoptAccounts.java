package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The adoption of accounts that the session holds, or that are free. */
public final class AdoptAccounts {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE)
            INSERT INTO account AS a (id, name, epoch, session, since, named)
            SELECT g.id, g.name, g.epoch, f.id, now(), (
                SELECT coalesce(max(o.named), 0) + 1 FROM account o WHERE o.name = g.name)
            FROM unnest(?::text[], ?::text[], ?::bigint[]) AS g(id, name, epoch) CROSS JOIN fence f
            ON CONFLICT (id) DO UPDATE SET session = excluded.session,
                epoch = CASE WHEN a.session = excluded.session THEN a.epoch
                    ELSE greatest(a.epoch + 1, excluded.epoch) END,
                since = CASE WHEN a.session = excluded.session THEN a.since
                    ELSE excluded.since END,
                name = excluded.name,
                named = CASE WHEN a.name = excluded.name AND a.named = excluded.named - 1
                    AND a.named > 0 THEN a.named ELSE excluded.named END
            WHERE a.session IS NULL OR a.session = excluded.session
            RETURNING a.id, a.epoch, a.cursor""";

    private AdoptAccounts() {}

    /** Adopts accounts; those that another session holds are missing in the result. */
    public static Map<String, Adopted> run(
            Connection connection, String session, List<Wanted> wanted) throws SQLException {
        Map<String, Adopted> adopted = new HashMap<>();
        new Arguments(connection)
                .text(session)
                .texts(wanted, Wanted::account)
                .texts(wanted, Wanted::name)
                .numbers(wanted, Wanted::epoch)
                .list(
                        SQL,
                        row ->
                                adopted.put(
                                        StoredText.read(row.getString(1)),
                                        new Adopted(
                                                row.getLong(2),
                                                Optional.ofNullable(
                                                        StoredText.read(row.getString(3))))));
        return adopted;
    }

    /**
     * An account to adopt.
     *
     * @param name its name in the config
     * @param epoch the number of the lease
     */
    public record Wanted(String account, String name, long epoch) {}

    /**
     * An adopted account.
     *
     * @param epoch the number of the holding
     * @param cursor its cursor
     */
    public record Adopted(long epoch, Optional<String> cursor) {}
}
