package dev.gateway.postgres.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.contract.MemoryContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.TestHomes;
import dev.gateway.postgres.table.ExpireRows;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** The promises about what is remembered, and the end of it in a database. */
class PostgresMemoryTest extends MemoryContract {

    private static final int MANY = 550;

    @Override
    protected JournalEngine engine() {
        return new PlainEngine();
    }

    @Override
    protected JournalLocation location(Path folder) {
        return TestHomes.location(folder);
    }

    @Test
    void whatWasSaidIsForgottenAfterAMonthALittleAtATime() throws Exception {
        var config = location(home).config().postgres().orElseThrow();
        try (Connection connection = TestDatabase.connect(config);
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO said SELECT 'a', i::text, 'c', 's', 'n', 'old', 5"
                            + " FROM generate_series(1, "
                            + MANY
                            + ") i");
            statement.execute("INSERT INTO said VALUES ('a', 'young', 'c', 's', 'n', 'young', 6)");
            statement.execute(
                    "INSERT INTO turn (account, conversation, message, said, answered, at)"
                            + " VALUES ('a', 'c', 'm1', 'old', '', 5), ('a', 'c', 'm2', 'young', '', 6)");
            statement.execute(
                    "INSERT INTO answer (id, account, conversation, text, markdown, created_at, parked)"
                            + " VALUES ('1', 'a', 'c', 'old', false, 5, true),"
                            + " ('2', 'a', 'c', 'young', false, 6, true),"
                            + " ('3', 'a', 'c', 'old but not parked', false, 5, false)");

            int steps = 1;
            while (ExpireRows.others(connection, 5)) {
                assertThat(steps++).isLessThan(MANY);
            }

            try (var left =
                    statement.executeQuery(
                            "SELECT (SELECT string_agg(text, ',') FROM said),"
                                    + " (SELECT string_agg(said, ',') FROM turn),"
                                    + " (SELECT string_agg(text, ',' ORDER BY id) FROM answer)")) {
                left.next();
                assertThat(steps).as("a little at a time").isGreaterThan(1);
                assertThat(left.getString(1)).isEqualTo("young");
                assertThat(left.getString(2)).isEqualTo("young");
                assertThat(left.getString(3)).isEqualTo("young,old but not parked");
            }
        }
    }
}
