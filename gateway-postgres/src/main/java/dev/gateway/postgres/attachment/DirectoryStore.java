package dev.gateway.postgres.attachment;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The store in a folder that all hosts have mounted. Nothing is locked there: files appear under
 * the name of their content by a rename, and are never changed.
 */
final class DirectoryStore implements ContentStore {

    private static final Duration KEEP = Duration.ofDays(1);

    /** A file that is at least this old is written anew instead of being made young. */
    private static final Duration RENEW = KEEP.dividedBy(2);

    private static final String HIDDEN = ".";

    private final Path folder;
    private final TransferConnection connection;
    private final Clock clock;

    DirectoryStore(Path folder, Database database, Clock clock) {
        this.folder = folder;
        this.connection = new TransferConnection(database);
        this.clock = clock;
    }

    @Override
    public boolean holds(long size) {
        return true;
    }

    @Override
    public void put(AccountId account, ContentKey key, Path file) throws IOException {
        Path target = folder.resolve(key.hex());
        if (MediaContent.isHere(target, Files.size(file)) && !isOlder(target, RENEW)) {
            return;
        }
        Path part = OwnerOnlyFile.create(hidden());
        try {
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public boolean get(AccountId account, ContentKey key, Path target) throws IOException {
        try {
            Files.copy(folder.resolve(key.hex()), target, StandardCopyOption.REPLACE_EXISTING);
            OwnerOnlyFile.restrict(target);
            return true;
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(folder)) {
                throw new IOException(
                        folder + " is not there; mount it, or see `journal.attachments`.", e);
            }
            return false;
        }
    }

    @Override
    public int sweep() throws IOException, InterruptedException {
        List<Path> old = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (isOlder(file, KEEP)) {
                    old.add(file);
                }
            }
        }
        int removed = 0;
        for (Path file : old) {
            String name = file.getFileName().toString();
            boolean unused =
                    name.startsWith(HIDDEN) || ContentKey.ofFile(name).isPresent() && !isUsed(name);
            if (unused && remove(file)) {
                removed++;
            }
        }
        return removed;
    }

    private boolean isUsed(String key) throws IOException, InterruptedException {
        return connection.run(
                database ->
                        Sql.first(
                                        database,
                                        "SELECT 1 WHERE "
                                                + uses("message")
                                                + " OR "
                                                + uses("answer"),
                                        row -> true,
                                        key,
                                        key)
                                .isPresent());
    }

    private static String uses(String table) {
        return "EXISTS(SELECT 1 FROM "
                + table
                + " WHERE attachments <> '' AND position(? IN attachments) > 0)";
    }

    /**
     * Removes an old file, under another name first: the same content may have been stored again
     * since it was seen, and is put back then.
     */
    private boolean remove(Path file) throws IOException {
        Path hidden = hidden();
        try {
            Files.move(file, hidden, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false; // Another host was quicker.
        }
        if (isOlder(hidden, KEEP)) {
            return Files.deleteIfExists(hidden);
        }
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
        return false;
    }

    private Path hidden() {
        return folder.resolve(HIDDEN + UUID.randomUUID());
    }

    private boolean isOlder(Path file, Duration age) {
        try {
            Instant limit = clock.instant().minus(age);
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (IOException e) {
            return false; // Another host was quicker.
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
