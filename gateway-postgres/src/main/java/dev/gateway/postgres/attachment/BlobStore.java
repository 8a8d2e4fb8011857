package dev.gateway.postgres.attachment;

import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The store in the database itself: chunks of a mebibyte, so that neither side holds a whole file
 * in memory, in one transaction, so that no reader sees a part. Transfers have a connection of
 * their own and take turns on it: they delay no message.
 */
final class BlobStore implements ContentStore {

    /** The size up to which the database keeps a file. */
    static final long LIMIT = 20L << 20;

    private static final int CHUNK = 1 << 20;

    private final TransferConnection connection;

    BlobStore(Database database) {
        this.connection = new TransferConnection(database);
    }

    @Override
    public boolean holds(long size) {
        return size <= LIMIT;
    }

    @Override
    public void put(AccountId account, ContentKey key, Path file)
            throws IOException, InterruptedException {
        connection.run(
                database -> {
                    if (isNew(database, account, key, Files.size(file))) {
                        insert(database, account, key, file);
                    }
                    return null;
                });
    }

    /** Inserts the head of a content, or makes the existing one young. */
    private static boolean isNew(Connection database, AccountId account, ContentKey key, long size)
            throws SQLException {
        return Sql.first(
                        database,
                        "INSERT INTO blob(account, key, size) VALUES(?, ?, ?)"
                                + " ON CONFLICT(account, key) DO UPDATE SET touched = now()"
                                + " RETURNING xmax = 0",
                        row -> row.getBoolean(1),
                        account.value(),
                        key.hex(),
                        size)
                .orElseThrow();
    }

    private static void insert(Connection database, AccountId account, ContentKey key, Path file)
            throws SQLException, IOException {
        String sql = "INSERT INTO blob_chunk(account, key, n, data) VALUES(?, ?, ?, ?)";
        try (PreparedStatement statement = database.prepareStatement(sql);
                InputStream in = Files.newInputStream(file)) {
            byte[] chunk = in.readNBytes(CHUNK);
            for (int n = 0; n == 0 || chunk.length > 0; n++) {
                statement.setString(1, account.value());
                statement.setString(2, key.hex());
                statement.setInt(3, n);
                statement.setBytes(4, chunk);
                statement.executeUpdate();
                chunk = in.readNBytes(CHUNK);
            }
        }
    }

    @Override
    public boolean get(AccountId account, ContentKey key, Path target)
            throws IOException, InterruptedException {
        return connection.run(
                database -> {
                    try (OutputStream out = Files.newOutputStream(target)) {
                        int n = 0;
                        while (copyChunk(database, account, key, n, out)) {
                            n++;
                        }
                        return n > 0;
                    }
                });
    }

    private static boolean copyChunk(
            Connection database, AccountId account, ContentKey key, int n, OutputStream out)
            throws SQLException, IOException {
        Optional<byte[]> chunk =
                Sql.first(
                        database,
                        "SELECT data FROM blob_chunk WHERE account = ? AND key = ? AND n = ?",
                        row -> row.getBytes(1),
                        account.value(),
                        key.hex(),
                        n);
        if (chunk.isPresent()) {
            out.write(chunk.get());
        }
        return chunk.isPresent();
    }

    @Override
    public int sweep() throws IOException, InterruptedException {
        return connection.run(
                database ->
                        Sql.update(
                                database,
                                "DELETE FROM blob WHERE touched < now() - interval '1 day'"
                                        + unused("message")
                                        + unused("answer")));
    }

    private static String unused(String table) {
        return " AND NOT EXISTS(SELECT 1 FROM "
                + table
                + " item WHERE item.account = blob.account AND item.attachments <> ''"
                + " AND position(blob.key IN item.attachments) > 0)";
    }

    @Override
    public void close() {
        connection.close();
    }
}
