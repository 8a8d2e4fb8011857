package dev.gateway.core.journal.transfer;

import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.core.journal.engine.JournalTransfer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The copy of the journal in a home's file. */
public final class SqliteTransfer implements JournalTransfer {

    /** Creates it for {@link java.util.ServiceLoader}. */
    public SqliteTransfer() {}

    @Override
    public String name() {
        return JournalEngine.SQLITE;
    }

    @Override
    public Optional<JournalSource> source(JournalLocation location, Consumer<String> notice)
            throws IOException {
        return SqliteSource.open(location.home().journal(), Clock.systemUTC())
                .map(JournalSource.class::cast);
    }

    @Override
    public JournalTarget target(JournalLocation location, Clock clock, Consumer<String> notice)
            throws IOException {
        return SqliteTarget.open(location.home().journal(), clock);
    }
}
