package dev.gateway.core.journal.engine;

import java.io.IOException;
import java.util.List;

/** A journal that is read for a copy, as it was at one moment. Not thread-safe. */
public interface JournalSource extends AutoCloseable {

    /** Returns the number of rows of a table. */
    long count(CopiedTable table) throws IOException;

    /** Passes all rows of a table on, some at a time. */
    void read(CopiedTable table, Rows rows) throws IOException, InterruptedException;

    /** A receiver of rows. */
    @FunctionalInterface
    interface Rows {
        void accept(List<Object[]> some) throws IOException, InterruptedException;
    }

    @Override
    void close() throws IOException;
}
