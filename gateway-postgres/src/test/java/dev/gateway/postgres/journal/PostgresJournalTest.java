package dev.gateway.postgres.journal;

import dev.gateway.core.journal.contract.JournalContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.postgres.PostgresJournalEngine;
import dev.gateway.postgres.TestHomes;
import java.nio.file.Path;

/** The promises of each journal, kept by one in a database. */
class PostgresJournalTest extends JournalContract {

    @Override
    protected JournalEngine engine() {
        return new PostgresJournalEngine();
    }

    @Override
    protected JournalLocation location(Path folder) {
        return TestHomes.location(folder);
    }
}
