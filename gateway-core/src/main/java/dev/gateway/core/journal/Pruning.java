package dev.gateway.core.journal;

import java.sql.SQLException;
import java.util.List;

/**
 * Removes what is too old, a few rows at a time, and gives the space back to the file system. It
 * walks over the messages in the order in which they came and stops at the first young one.
 */
final class Pruning {

    private static final int ROWS = 200;
    private static final int PAGES = 64;

    private final long retention;
    private final long parkedRetention;
    private long walkedTo;

    Pruning(JournalSettings settings) {
        this.retention = settings.retention().toMillis();
        this.parkedRetention = settings.parkedRetention().toMillis();
    }

    /** One step in a transaction of its own; tells whether there is more to do now. */
    boolean step(Store store, long now) throws SQLException {
        Session session = store.session();
        List<Old> rows =
                session.list(
                        "SELECT id, state, accepted_at FROM message WHERE id > ? ORDER BY id LIMIT "
                                + ROWS,
                        row ->
                                new Old(
                                        row.getLong(1),
                                        MessageState.of(row.getInt(2)),
                                        now - row.getLong(3)),
                        walkedTo);
        session.begin(false);
        boolean reachedYoung = false;
        for (Old row : rows) {
            if (row.age() < retention) {
                reachedYoung = true;
                break;
            }
            walkedTo = row.id();
            remove(store, row);
        }
        boolean finished = reachedYoung || rows.size() < ROWS;
        if (finished) {
            walkedTo = 0;
            removeOthers(session, now);
        }
        session.commit();
        session.executeToEnd("PRAGMA incremental_vacuum(" + PAGES + ")");
        return !finished || session.number("PRAGMA freelist_count") > 0;
    }

    private void remove(Store store, Old row) throws SQLException {
        switch (row.state()) {
            case DONE, DROPPED ->
                    store.session().update("DELETE FROM message WHERE id = ?", row.id());
            case PARKED -> {
                if (row.age() >= parkedRetention) {
                    store.inbox().close(row.id(), MessageState.DROPPED);
                }
            }
            default -> {
                // Still has to be handled, however old it is.
            }
        }
    }

    private void removeOthers(Session session, long now) throws SQLException {
        session.update(
                "DELETE FROM answer WHERE id IN (SELECT id FROM answer WHERE parked = 1"
                        + " AND created_at < ? ORDER BY id LIMIT "
                        + ROWS
                        + ")",
                now - parkedRetention);
        session.update(
                "DELETE FROM turn WHERE id IN (SELECT id FROM turn WHERE at < ? ORDER BY id LIMIT "
                        + ROWS
                        + ")",
                now - parkedRetention);
    }

    private record Old(long id, MessageState state, long age) {}
}
