package dev.gateway.core.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import org.sqlite.JDBC;

/** The version of an SQLite library. */
public record SqliteVersion(int major, int minor, int patch) implements Comparable<SqliteVersion> {

    /** The first version with a write-ahead log. */
    private static final SqliteVersion FIRST_WITH_WAL = new SqliteVersion(3, 7, 0);

    /** The first version whose write-ahead log is safe while two processes write. */
    private static final SqliteVersion FIRST_SAFE = new SqliteVersion(3, 51, 3);

    /**
     * Returns the version of the library that this process has loaded, which may differ from that
     * of the driver's jar.
     *
     * @throws IOException if the library cannot be loaded
     */
    public static SqliteVersion running() throws IOException {
        try (SqliteConnection connection = SqliteConnection.inMemory()) {
            return of(
                    connection
                            .first("SELECT sqlite_version()", row -> row.getString(1))
                            .orElseThrow());
        } catch (SQLException e) {
            throw new IOException("SQLite's library cannot be loaded (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Returns the location that the driver was loaded from: an adapter may have brought another
     * one.
     */
    public static String origin() {
        return JDBC.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /**
     * Reads the text of a version.
     *
     * @throws IllegalArgumentException if it is not a version
     */
    public static SqliteVersion of(String text) {
        int[] parts =
                Arrays.stream(text.strip().split("\\.")).mapToInt(Integer::parseInt).toArray();
        if (parts.length < 2) {
            throw new IllegalArgumentException("'" + text + "' is not a version of SQLite");
        }
        return new SqliteVersion(parts[0], parts[1], parts.length > 2 ? parts[2] : 0);
    }

    /**
     * Returns whether this library can corrupt a database when two connections commit and
     * checkpoint at the same moment (the WAL-reset defect): the journal is open in the gateway and
     * in the commands beside it.
     */
    public boolean canCorruptSharedLog() {
        return compareTo(FIRST_WITH_WAL) >= 0 && compareTo(FIRST_SAFE) < 0;
    }

    @Override
    public int compareTo(SqliteVersion other) {
        return Arrays.compare(
                new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
