package dev.gateway.sim.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The copy of a running server's data that a standby begins with, as pg_basebackup makes it. */
final class BaseBackup {

    private final PostgresServer primary;

    BaseBackup(PostgresServer primary) {
        this.primary = primary;
    }

    /** Copies the data and says in the copy which server it follows. */
    void copyTo(Path data) throws IOException {
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            TemporaryFolder.copy(primary.data(), data);
            try (ResultSet label =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(data.resolve("backup_label"), label.getString(1));
            }
        } catch (SQLException e) {
            throw new IOException("cannot copy the server's data: " + e.getMessage(), e);
        }
        // What belongs to the running server alone.
        Files.delete(data.resolve("postmaster.pid"));
        Files.deleteIfExists(data.resolve("postmaster.opts"));
        TemporaryFolder.clear(data.resolve("pg_wal"));
        TemporaryFolder.clear(data.resolve("pg_replslot"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(data.resolve("standby.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port="
                        + primary.port()
                        + " user=postgres application_name=standby'\n",
                StandardOpenOption.APPEND);
    }
}
