package dev.gateway.core.journal.engine;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * The part of an engine that copies whole journals, found by {@link ServiceLoader}. To be used by
 * the process that holds the home's lock, with no gateway at work. Stateless and thread-safe.
 */
public interface JournalTransfer {

    /** Returns the name of the engine. */
    String name();

    /**
     * Opens a journal to be copied; empty if there is none.
     *
     * @param notice receives what the operator should know while this waits
     * @throws IOException if it cannot be read, or a host still uses it
     */
    Optional<JournalSource> source(JournalLocation location, Consumer<String> notice)
            throws IOException, InterruptedException;

    /**
     * Opens the place of a copy, and creates what it needs.
     *
     * @param clock the clock for names of files
     * @param notice receives what the operator should know while this waits
     * @throws IOException if it cannot be written, or a host still uses it
     */
    JournalTarget target(JournalLocation location, Clock clock, Consumer<String> notice)
            throws IOException, InterruptedException;

    /**
     * Returns that of an engine.
     *
     * @throws IllegalStateException if none is registered
     */
    static JournalTransfer named(String name) {
        for (JournalTransfer transfer :
                ServiceLoader.load(JournalTransfer.class, JournalTransfer.class.getClassLoader())) {
            if (transfer.name().equals(name)) {
                return transfer;
            }
        }
        throw new IllegalStateException("no copy of journals of " + name + " is on the class path");
    }
}
