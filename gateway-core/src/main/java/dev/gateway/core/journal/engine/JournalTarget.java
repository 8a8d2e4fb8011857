package dev.gateway.core.journal.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A journal that a copy writes: nothing of it is there before {@link #commit}, whatever ends the
 * process. Not thread-safe.
 */
public interface JournalTarget extends AutoCloseable {

    /**
     * Begins.
     *
     * @param accounts the accounts that are copied
     * @param replace whether what the target has of these accounts is replaced
     * @throws IOException if it has some and is not to be replaced
     */
    void begin(Set<String> accounts, boolean replace) throws IOException;

    /** Writes rows of a table, after those that were written before. */
    void write(CopiedTable table, List<Object[]> rows) throws IOException, InterruptedException;

    /**
     * Completes the copy; it is on the disk when this returns.
     *
     * @return what the operator should know, in one line
     */
    Optional<String> commit() throws IOException;

    /** Ends the access; without {@link #commit} nothing has changed. */
    @Override
    void close() throws IOException;
}
