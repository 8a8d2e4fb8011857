package dev.gateway.core.sqlite;

import dev.gateway.core.file.ProtectedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * One connection with its prepared statements. Not thread-safe. Transactions begin and end in SQL:
 * the driver's own would take the write lock too late (deferred) to be able to wait for it.
 */
public final class SqliteConnection implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<TransactionListener> listeners = new ArrayList<>();
    private boolean durable = true;
    private long rowsRead;
    private long statementsRun;

    /** The database file; empty for a database in memory. */
    private final Optional<Path> file;

    private SqliteConnection(Connection connection, Optional<Path> file) {
        this.connection = connection;
        this.file = file;
    }

    private static SqliteConnection connect(String url, SQLiteConfig config, Path file)
            throws SQLException {
        ProtectedFiles.addDatabase(file);
        boolean connected = false;
        try {
            var session =
                    new SqliteConnection(
                            JDBC.createConnection(url, config.toProperties()), Optional.of(file));
            connected = true;
            return session;
        } finally {
            if (!connected) {
                ProtectedFiles.removeDatabase(file);
            }
        }
    }

    /**
     * Opens an existing file for reading and writing.
     *
     * @param busyTimeout the maximum wait of each statement for a lock of another process
     */
    public static SqliteConnection open(Path file, Duration busyTimeout) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        config.resetOpenMode(org.sqlite.SQLiteOpenMode.CREATE);
        config.setGetGeneratedKeys(false); // Another statement after each insertion.
        return connect("jdbc:sqlite:" + file.toAbsolutePath(), config, file);
    }

    /**
     * Opens an existing file read-only: neither it nor its companions change. Without a write-ahead
     * log no process has the file open, so it is opened as immutable; otherwise SQLite would create
     * the files of the log.
     */
    public static SqliteConnection openReadOnly(Path file, Duration busyTimeout)
            throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        config.setReadOnly(true);
        boolean hasLog = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        String how = hasLog ? "?readonly_shm=1" : "?immutable=1";
        return connect(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString() + how, config, file);
    }

    /** Opens a database in memory. */
    public static SqliteConnection inMemory() throws SQLException {
        return new SqliteConnection(
                JDBC.createConnection("jdbc:sqlite::memory:", new SQLiteConfig().toProperties()),
                Optional.empty());
    }

    /** Runs one statement without parameters that is not worth preparing. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs one statement to its end even if SQLite does it in steps without results. */
    public void executeToEnd(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Changes rows and returns their number. */
    public int update(String sql, Object... arguments) throws SQLException {
        return run(sql, arguments, PreparedStatement::executeUpdate);
    }

    /** Returns all rows. */
    public <T> List<T> list(String sql, Row<T> row, Object... arguments) throws SQLException {
        return run(
                sql,
                arguments,
                statement -> {
                    List<T> rows = new ArrayList<>();
                    try (ResultSet found = statement.executeQuery()) {
                        while (found.next()) {
                            rowsRead++;
                            rows.add(row.read(found));
                        }
                    }
                    return rows;
                });
    }

    /** Returns the first row, if there is one. */
    public <T> Optional<T> first(String sql, Row<T> row, Object... arguments) throws SQLException {
        return run(
                sql,
                arguments,
                statement -> {
                    try (ResultSet found = statement.executeQuery()) {
                        if (!found.next()) {
                            return Optional.empty();
                        }
                        rowsRead++;
                        return Optional.ofNullable(row.read(found));
                    }
                });
    }

    /** Returns the rows of a query without parameters, to be read one at a time. */
    public Cursor cursor(String sql) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            return new Cursor(statement, statement.executeQuery(sql));
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Returns the number of rows that were read so far. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Returns the number of prepared statements that were run so far. */
    public long statementsRun() {
        return statementsRun;
    }

    /** Returns the texts of the prepared statements, for tests that examine their plans. */
    public Set<String> statements() {
        return Set.copyOf(statements.keySet());
    }

    /** Tells a listener about the ends of all transactions from now on. */
    public void listen(TransactionListener listener) {
        listeners.add(listener);
    }

    /** Returns the number in the first column of the first row; 0 if there is none. */
    public long number(String sql, Object... arguments) throws SQLException {
        return first(sql, found -> found.getLong(1), arguments).orElse(0L);
    }

    /**
     * Begins a write transaction, waiting for those of other processes.
     *
     * @param synced whether its commit waits for the disk; otherwise it survives the end of the
     *     process but perhaps not a power failure
     */
    public void begin(boolean synced) throws SQLException {
        if (synced != durable) {
            execute(synced ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            durable = synced;
        }
        update("BEGIN IMMEDIATE");
    }

    public void commit() throws SQLException {
        for (int i = listeners.size() - 1; i >= 0; i--) {
            listeners.get(i).beforeCommit(); // A later one may have something for an earlier one.
        }
        update("COMMIT");
        listeners.forEach(TransactionListener::committed);
    }

    /** Rolls back a transaction; harmless if SQLite has already ended it. */
    public void rollback() throws SQLException {
        listeners.forEach(TransactionListener::rolledBack);
        try {
            update("ROLLBACK");
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    /** Closes the prepared statements: VACUUM needs a connection without them. */
    public void forgetStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        forgetStatements();
        connection.close();
        file.ifPresent(ProtectedFiles::removeDatabase);
    }

    private <T> T run(String sql, Object[] arguments, Use<T> use) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        statementsRun++;
        try {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return use.of(statement);
        } catch (SQLException | RuntimeException e) {
            // The driver finalizes a statement that has failed.
            statements.remove(sql);
            statement.close();
            throw e;
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** The rows of a query, of which one is in memory at a time. */
    public static final class Cursor implements AutoCloseable {

        private final Statement statement;
        private final ResultSet rows;

        private Cursor(Statement statement, ResultSet rows) {
            this.statement = statement;
            this.rows = rows;
        }

        /** Moves to the next row; returns false behind the last one. */
        public boolean next() throws SQLException {
            return rows.next();
        }

        /** Returns the present row. */
        public ResultSet row() {
            return rows;
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    /** A listener to the ends of transactions. */
    public interface TransactionListener {

        /** Writes what belongs to the transaction, before it is committed. */
        default void beforeCommit() throws SQLException {}

        /** Accepts what was committed. */
        default void committed() {}

        /** Forgets what the transaction has changed. */
        void rolledBack();
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
