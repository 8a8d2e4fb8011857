package dev.gateway.postgres.journal;

import dev.gateway.core.journal.contract.AccountContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.postgres.PostgresJournalEngine;
import dev.gateway.postgres.TestHomes;
import java.nio.file.Path;

/** The promises about accounts, kept by a journal in a database. */
class PostgresAccountsTest extends AccountContract {

    @Override
    protected JournalEngine engine() {
        return new PostgresJournalEngine();
    }

    @Override
    protected JournalLocation location(Path folder) {
        return TestHomes.location(folder);
    }
}
