package dev.gateway.sim.bench.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCommitsTest {

    @Test
    void eachTransactionThatWritesIsCounted(@TempDir Path folder) throws Exception {
        Path database = folder.resolve("journal.db");
        assertThat(SqliteCommits.of(database)).isEmpty();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE one (value INTEGER)");
            long before = SqliteCommits.of(database).orElseThrow();
            for (int i = 0; i < 3; i++) {
                statement.execute("INSERT INTO one VALUES (1)");
            }
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            statement.execute("INSERT INTO one VALUES (2)");
            statement.executeQuery("SELECT count(*) FROM one").close();
            assertThat(SqliteCommits.of(database)).hasValue(before + 4);
        }
    }
}
