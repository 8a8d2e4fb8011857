package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The storage of notes that came with a batch which is stored late. A note of which the table has
 * no value is stored in any case. One that it has is replaced only if nothing newer can have been
 * written: no other process has held the account since the batch was received, and its cursor is
 * still the one from which the batch was polled. The row of the account is locked meanwhile, so
 * that no process adopts the account and reads an older value.
 */
public final class LateNotes {

    /** The holding after the one of the batch was begun without another one between them. */
    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            batch AS (SELECT ?::text AS account, ?::boolean AS ordered, ?::bigint AS epoch,
                ?::text AS cursor),
            latest AS MATERIALIZED (
                SELECT a.id FROM account a JOIN batch b ON a.id = b.account
                WHERE b.ordered AND a.cursor IS NOT DISTINCT FROM b.cursor
                    AND (a.session IS NULL AND a.epoch = b.epoch
                        OR a.session = (SELECT id FROM fence)
                            AND a.epoch BETWEEN b.epoch AND b.epoch + 1)
                FOR SHARE OF a)
            INSERT INTO note(account, key, value)
            SELECT b.account, n.key, n.value
            FROM batch b CROSS JOIN unnest(?::text[], ?::text[]) AS n(key, value)
            ON CONFLICT (account, key) DO UPDATE SET value = excluded.value
            WHERE note.value <> excluded.value AND EXISTS (SELECT 1 FROM latest)""";

    private LateNotes() {}

    /**
     * Stores notes.
     *
     * @param session the registration of this process
     * @param before the position of the account before the batch; empty if the batch does not move
     *     it or its holding is not known, so that nothing tells the order of two values
     * @param notes not empty
     */
    public static void run(
            Connection connection,
            String session,
            String account,
            Optional<Before> before,
            Map<String, String> notes)
            throws SQLException {
        // In one order: two processes may store the same new keys.
        var keys = new TreeSet<>(notes.keySet());
        new Arguments(connection)
                .text(session)
                .text(account)
                .flag(before.isPresent())
                .number(before.map(Before::epoch).orElse(0L))
                .text(before.flatMap(Before::cursor).orElse(null))
                .texts(keys)
                .texts(keys, notes::get)
                .update(SQL);
    }

    /**
     * The position of an account when a batch was received.
     *
     * @param epoch the number of the holding
     * @param cursor the cursor that was stored then
     */
    public record Before(long epoch, Optional<String> cursor) {}
}
