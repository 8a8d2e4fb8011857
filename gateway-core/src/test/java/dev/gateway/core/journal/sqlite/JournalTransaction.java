package dev.gateway.core.journal.sqlite;

import java.sql.SQLException;

/** A transaction on a journal, as its thread runs one. */
final class JournalTransaction {

    private JournalTransaction() {}

    /** Runs a step in a transaction. */
    static void run(JournalDatabase database, Step step) throws SQLException {
        database.connection().begin(false);
        database.noteOtherWrites();
        database.loadQueues();
        step.run();
        database.connection().commit();
        database.counts().takeChanges();
    }

    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }
}
