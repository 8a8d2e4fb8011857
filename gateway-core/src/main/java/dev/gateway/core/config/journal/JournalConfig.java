package dev.gateway.core.config.journal;

import java.util.Objects;
import java.util.Optional;

/**
 * The section {@code journal:} of the config: which engine keeps the journal.
 *
 * @param type the name of the engine
 * @param postgres the database; present if the engine is {@link #POSTGRES}
 */
public record JournalConfig(String type, Optional<PostgresConfig> postgres) {

    /** The engine that keeps the journal in a file of the home. */
    public static final String SQLITE = "sqlite";

    /** The engine that keeps the journal of several hosts in a PostgreSQL database. */
    public static final String POSTGRES = "postgres";

    /** The config of a home without the section. */
    public static final JournalConfig DEFAULT = new JournalConfig(SQLITE, Optional.empty());

    /** Checks that a database is named exactly if one is needed. */
    public JournalConfig {
        Objects.requireNonNull(type, "type");
        if (type.equals(POSTGRES) != postgres.isPresent()) {
            throw new IllegalArgumentException("a journal of type " + type + ": " + postgres);
        }
    }

    /** Returns the config of a journal in a database. */
    public static JournalConfig in(PostgresConfig database) {
        return new JournalConfig(POSTGRES, Optional.of(database));
    }

    /** Returns whether several hosts share the journal. */
    public boolean isShared() {
        return postgres.isPresent();
    }
}
