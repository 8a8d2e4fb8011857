package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.LoggerFactory;

/** Warm-up that loads the driver, the native library and the code paths of a start. */
final class SqliteWarmUp {

    private SqliteWarmUp() {}

    /** Runs it; touches no file. */
    static void run() {
        try (SqliteConnection connection = SqliteConnection.inMemory()) {
            Schema.migrate(connection, new MediaReferences(Path.of("media")));
        } catch (SQLException | Schema.OtherVersionException | Schema.ForeignDatabaseException e) {
            // The real opening will report the cause, with the file's name.
            LoggerFactory.getLogger(SqliteWarmUp.class).debug("Preloading failed", e);
        }
    }
}
