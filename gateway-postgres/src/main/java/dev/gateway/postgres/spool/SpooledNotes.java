package dev.gateway.postgres.spool;

import java.util.Map;
import java.util.Optional;

/**
 * The notes of a batch, and what tells later whether newer ones were stored meanwhile.
 *
 * @param values the notes by key
 * @param before the position of the account before the batch; empty if the batch does not move it
 *     or its holding is not known
 */
public record SpooledNotes(Map<String, String> values, Optional<Position> before) {

    /** No notes. */
    public static final SpooledNotes NONE = new SpooledNotes(Map.of(), Optional.empty());

    /** Copies the notes. */
    public SpooledNotes {
        values = Map.copyOf(values);
    }

    /**
     * The position of an account.
     *
     * @param epoch the number of its holding
     * @param cursor its cursor in the journal
     */
    public record Position(long epoch, Optional<String> cursor) {}
}
