package dev.gateway.core.journal.engine;

import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.SessionLiveness;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;

/** A kind of store for journals, found by {@link ServiceLoader}. Stateless and thread-safe. */
public interface JournalEngine {

    /** The name of the engine that keeps a journal in a file of the home. */
    String SQLITE = JournalConfig.SQLITE;

    /** Returns the name, lower-case and unique. */
    String name();

    /**
     * Opens or creates the journal of a home, for the process that holds the home. One that was
     * damaged is replaced, with what could be read of it, and {@link Journal#replaced()} reports it
     * until an operator acknowledges it.
     *
     * @param sessions the session of this process, and the word on those of others
     * @param hadOne tells whether the home had a journal; asked only if there is none, or an empty
     *     one: one lost without a trace is reported like a damaged one
     * @throws NewerJournalException if a newer gateway has written it
     * @throws IOException if it cannot be opened or created for another reason
     */
    Journal open(
            JournalLocation location,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionLiveness sessions,
            BooleanSupplier hadOne)
            throws IOException;

    /**
     * Opens the journal of a home for an operator; empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    Optional<JournalAdmin> admin(JournalLocation location, Clock clock) throws IOException;

    /**
     * Opens the journal of a home for an operator who only looks: methods that change it throw, and
     * no file is written. Empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    Optional<JournalAdmin> readOnlyAdmin(JournalLocation location, Clock clock) throws IOException;

    /**
     * Opens the access to the hosts that share the journal; empty if no others can.
     *
     * @throws IOException if the database cannot be reached, or was written by another version
     */
    default Optional<ClusterAdmin> cluster(JournalLocation location, Clock clock)
            throws IOException {
        return Optional.empty();
    }

    /**
     * Loads the code and opens a journal in memory once, so that a standby process has this done
     * before its turn. Touches no file.
     */
    void preload();

    /**
     * Returns the engine of that name. The search ends at the first one, so that the start of a
     * command opens no more archives than necessary.
     *
     * @throws IllegalStateException if none is registered
     */
    static JournalEngine named(String name) {
        for (JournalEngine engine :
                ServiceLoader.load(JournalEngine.class, JournalEngine.class.getClassLoader())) {
            if (engine.name().equals(name)) {
                return engine;
            }
        }
        throw new IllegalStateException("no journal engine " + name + " is on the class path");
    }
}
