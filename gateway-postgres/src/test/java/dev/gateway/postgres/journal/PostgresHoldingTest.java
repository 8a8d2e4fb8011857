package dev.gateway.postgres.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.contract.HoldingContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.TestHomes;
import java.nio.file.Path;
import java.sql.SQLException;

/** The promises to two processes about the account that one holds, kept in a database. */
class PostgresHoldingTest extends HoldingContract {

    private final PlainEngine engine = new PlainEngine();

    @Override
    protected JournalEngine engine() {
        return engine;
    }

    @Override
    protected JournalLocation location(Path folder) {
        return TestHomes.location(folder);
    }

    @Override
    protected void checkLateAccept(EventRecorder told) {
        assertThat(told.of(EventType.MESSAGE_STORED_LATE))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.text(EventField.PLATFORM)).isEqualTo("family"));
        assertThat(told.of(EventType.WRITE_REFUSED)).hasSize(1);
    }

    /** Does as the membership does when it gives an account to another process. */
    @Override
    protected void hold(Journal journal, AccountId account) throws SQLException {
        TestDatabase.run(
                location(home).config().postgres().orElseThrow(),
                "INSERT INTO account(id, name, session, epoch) VALUES ('%s', 'n', '%s', 1)"
                                .formatted(account.value(), engine.session(journal))
                        + " ON CONFLICT (id) DO UPDATE SET session = excluded.session,"
                        + " epoch = account.epoch + 1"
                        + " WHERE account.session IS DISTINCT FROM excluded.session");
    }
}
