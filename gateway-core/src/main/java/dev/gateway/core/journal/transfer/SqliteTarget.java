package dev.gateway.core.journal.transfer;

import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The journal of a home, written by a copy: a new file, which takes the place of the former one by
 * a rename when it is complete. The former one is kept under another name.
 */
final class SqliteTarget implements JournalTarget {

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> SUFFIXES = List.of("-wal", "-shm", "-journal", "");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Path part;
    private final Clock clock;
    private SqliteConnection connection;

    private SqliteTarget(Path file, Clock clock) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".copying");
        this.clock = clock;
    }

    static SqliteTarget open(Path file, Clock clock) throws IOException {
        var files = new DatabaseFiles(file);
        files.requirePlain();
        files.recoverCopy(clock);
        return new SqliteTarget(file, clock);
    }

    /** Begins an empty journal: what the home has is replaced as a whole, and kept. */
    @Override
    public void begin(Set<String> accounts, boolean replace) throws IOException {
        delete(part);
        new DatabaseFiles(part).prepare();
        try {
            connection = SqliteConnection.open(part, BUSY_TIMEOUT);
            // Set before the first table: it cannot be changed later.
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL");
            connection.execute("PRAGMA journal_mode=WAL");
            Path media = new GatewayHome(file.toAbsolutePath().getParent()).media();
            Schema.migrate(connection, new MediaReferences(media));
            connection.begin(false);
        } catch (Schema.OtherVersionException | Schema.ForeignDatabaseException e) {
            throw new IllegalStateException(e); // It is empty.
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(part, e);
        }
    }

    @Override
    public void write(CopiedTable table, List<Object[]> rows) throws IOException {
        try {
            for (Object[] row : rows) {
                if (table == CopiedTable.ACCOUNTS) {
                    writeAccount(row);
                } else {
                    connection.update(sql(table), row);
                }
            }
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(part, e);
        }
    }

    private void writeAccount(Object[] row) throws SQLException {
        Object cursor = row[CopiedTable.ACCOUNTS.index("cursor")];
        connection.update(sql(CopiedTable.ACCOUNTS), row[0], row[1], row[2], row[3]);
        if (cursor != null) {
            connection.update("INSERT INTO cursor VALUES(?, ?)", row[0], cursor);
        }
    }

    /** What is not done is counted by its rows. */
    private static String sql(CopiedTable table) {
        return switch (table) {
            case ACCOUNTS -> "INSERT INTO account(id, name, named, epoch) VALUES(?, ?, ?, ?)";
            case NOTES -> "INSERT INTO note VALUES(?, ?, ?)";
            case MESSAGES ->
                    "INSERT INTO message(uid, account, dedup_key, conversation, sender, direct,"
                            + " text, attachments, remote, context, reply_context, sent_at,"
                            + " accepted_at, state, claims, attempts, failures, reason)"
                            + values(table);
            case ANSWERS ->
                    "INSERT INTO answer(uid, message, account, conversation, reply_context, text,"
                            + " attachments, format, created_at, parked, claims, failures, reason)"
                            + " VALUES(?, coalesce((SELECT id FROM message WHERE uid = ?), 0),"
                            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
            case PLACES ->
                    "INSERT INTO lane(queue, account, conversation, ready_at, awaits, refusals,"
                            + " heard, busy) VALUES(?, ?, ?, ?, ?, ?, ?, 0)";
            case TURNS ->
                    "INSERT INTO turn(account, conversation, message, said, answered, at)"
                            + values(table);
            case SAID ->
                    "INSERT INTO said(account, id, conversation, sender, name, text, at)"
                            + values(table);
            case CONVERSATIONS ->
                    "INSERT INTO conversation(account, id, title, direct, last_at)" + values(table);
            case PAIRINGS ->
                    "INSERT INTO pairing(account, sender, name, approved_at)" + values(table);
            case REQUESTS ->
                    "INSERT INTO pairing_request(account, sender, name, code, requested_at)"
                            + values(table);
            case COUNTERS ->
                    "INSERT OR REPLACE INTO tally SELECT ?1, 3, max(0, ?2 - coalesce("
                            + "(SELECT count(*) FROM message WHERE account = ?1 AND state = 2"
                            + " AND id IN (SELECT message FROM answer WHERE parked = 0)), 0))"
                            + " UNION ALL SELECT ?1, 12, ?3";
        };
    }

    private static String values(CopiedTable table) {
        return " VALUES(" + "?, ".repeat(table.columns().size() - 1) + "?)";
    }

    @Override
    public Optional<String> commit() throws IOException {
        try {
            for (Path aside : new DatabaseFiles(file).movedAside()) {
                // What they hold was taken over into the journal that is copied, or given up.
                connection.update(
                        "INSERT OR REPLACE INTO meta VALUES('salvaged:' || ?, '1')",
                        aside.getFileName().toString());
            }
            connection.commit();
            settle(connection);
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(part, e);
        }
        connection = null;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Optional<String> former = keepFormer();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        AtomicFile.syncFolder(file.toAbsolutePath().getParent());
        return former.map(name -> "The former journal of this home is kept as " + name + ".");
    }

    /** Closes a database so that all of it is in one file. */
    private static void settle(SqliteConnection open) throws SQLException {
        try {
            open.forgetStatements();
            open.executeToEnd("PRAGMA wal_checkpoint(TRUNCATE)");
        } finally {
            open.close();
        }
    }

    /**
     * Gives the former journal a second name, which it keeps when the new one takes its place. Its
     * log goes into it before: beside the new one it would damage that.
     */
    private Optional<String> keepFormer() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            settle(SqliteConnection.open(file, BUSY_TIMEOUT));
        } catch (SQLException e) {
            // It is damaged, and kept as it is.
        }
        Path former = free(file.getFileName() + ".former-" + STAMP.format(clock.instant()));
        for (String suffix : List.of("-wal", "-shm")) {
            Path companion = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(companion)) {
                Files.move(companion, former.resolveSibling(former.getFileName() + suffix));
            }
        }
        try {
            Files.createLink(former, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(file, former); // A file system without links.
        }
        return Optional.of(former.getFileName().toString());
    }

    private Path free(String name) {
        Path candidate = file.resolveSibling(name);
        for (int i = 1; Files.exists(candidate, LinkOption.NOFOLLOW_LINKS); i++) {
            candidate = file.resolveSibling(name + "." + i);
        }
        return candidate;
    }

    private static void delete(Path database) throws IOException {
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
        }
    }

    @Override
    public void close() throws IOException {
        SqliteConnection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw SqliteErrorKind.describe(part, e);
            }
            delete(part);
        }
    }
}
