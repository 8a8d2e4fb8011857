package dev.gateway.core.journal.sqlite;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.journal.file.WalFile;
import dev.gateway.core.journal.file.WalIndex;
import dev.gateway.core.journal.table.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of a damaged database and its write-ahead log for SQLite to open: SQLite changes and even
 * deletes the files that it opens, so the damaged files themselves are only read.
 */
final class EvidenceCopy {

    /** The source of the copy's first page, without which SQLite reads no other page. */
    enum FirstPage {
        /** The damaged database's own. */
        OWN,
        /** That of an empty database; the log's own replaces it, if it has one. */
        EMPTY,
        /** That of a new journal, whose tables begin at the same pages. */
        OF_A_NEW_JOURNAL
    }

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_SIZE = 4096;
    private static final int CHUNK = 1 << 16;

    private final Path database;
    private final Path log;
    private final Path work;

    EvidenceCopy(Path database, Path work) {
        this.database = database;
        this.log = database.resolveSibling(database.getFileName() + "-wal");
        this.work = work;
    }

    /**
     * Creates the copy at a free path; returns false if that first page is not applicable.
     *
     * @throws IOException if the copy cannot be written
     */
    boolean make(FirstPage first, Duration busyTimeout) throws IOException {
        Optional<WalFile> wal = readable(log);
        byte[] head = header();
        boolean sound = isHeader(head);
        boolean ours = !sound || ByteBuffer.wrap(head).getInt(68) == Schema.APPLICATION_ID;
        if (first == FirstPage.OWN && !sound
                || first == FirstPage.EMPTY && wal.isEmpty()
                || first != FirstPage.OWN && !ours) {
            return false;
        }
        int pageSize = wal.map(WalFile::pageSize).orElse(sound ? pageSize(head) : PAGE_SIZE);
        if (first == FirstPage.OF_A_NEW_JOURNAL) {
            if (pageSize != PAGE_SIZE) {
                return false;
            }
            makeNewJournal(busyTimeout);
        }
        long pages = wal.map(WalFile::pages).orElse(0L);
        if (sound) {
            pages = Math.max(pages, Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt(28)));
        }
        try (FileChannel out = open(work, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            copyPages(out, first == FirstPage.OF_A_NEW_JOURNAL, pageSize);
            long size = Math.max(out.size() / pageSize, pages) * pageSize;
            if (first != FirstPage.OWN) {
                fixFirstPage(out, first, pageSize, Math.max(1, size / pageSize));
            }
            if (out.size() < size) {
                out.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        if (first == FirstPage.OWN && wal.isPresent() && isOlder(wal.get())) {
            return true;
        }
        Path workLog = work.resolveSibling(work.getFileName() + "-wal");
        try (FileChannel out = open(workLog, StandardOpenOption.WRITE)) {
            copy(log, (bytes, at) -> out.write(bytes, at), CHUNK);
        }
        return true;
    }

    private void makeNewJournal(Duration busyTimeout) throws IOException {
        open(work, StandardOpenOption.WRITE).close();
        try {
            JournalDatabase.open(work, busyTimeout, Long.MAX_VALUE).close();
        } catch (Exception e) {
            throw new IOException(work + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Copies all pages, or over a new journal only the non-empty ones. */
    private void copyPages(FileChannel out, boolean over, int pageSize) throws IOException {
        byte[] nothing = new byte[pageSize];
        copy(
                database,
                (bytes, at) -> {
                    boolean empty =
                            Arrays.equals(
                                    bytes.array(),
                                    0,
                                    bytes.remaining(),
                                    nothing,
                                    0,
                                    Math.min(bytes.remaining(), pageSize));
                    if (!over || at > 0 && !empty && bytes.remaining() == pageSize) {
                        out.write(bytes, at);
                    }
                },
                pageSize);
    }

    private static void fixFirstPage(FileChannel out, FirstPage first, int pageSize, long pages)
            throws IOException {
        ByteBuffer page = ByteBuffer.allocate(first == FirstPage.EMPTY ? pageSize : HEADER);
        if (first == FirstPage.EMPTY) {
            page.put(MAGIC).putShort((short) (pageSize == 65536 ? 1 : pageSize));
            page.put(new byte[] {2, 2, 0, 64, 32, 32});
            page.putInt(44, 4).putInt(56, 1);
            page.put(HEADER, (byte) 13).putShort(HEADER + 5, (short) pageSize);
        } else {
            out.read(page, 0);
            page.putInt(32, 0).putInt(36, 0);
        }
        page.putInt(24, 1).putInt(28, (int) pages).putInt(92, 1);
        page.clear();
        out.write(page, 0);
    }

    private byte[] header() {
        try (FileChannel in = FileChannel.open(database, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEADER);
            while (head.hasRemaining() && in.read(head) > 0) {
                // Read what is available.
            }
            return Arrays.copyOf(head.array(), head.position());
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean isHeader(byte[] head) {
        if (head.length < HEADER || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return false;
        }
        int size = pageSize(head);
        return size >= 512 && Integer.bitCount(size) == 1 && head[18] <= 2 && head[19] <= 2;
    }

    private static int pageSize(byte[] head) {
        int size = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(16));
        return size == 1 ? 65536 : size;
    }

    /**
     * Returns whether the log is older than the database; a truncated log would hide content of the
     * database.
     */
    private boolean isOlder(WalFile wal) {
        try {
            return WalIndex.read(database.resolveSibling(database.getFileName() + "-shm"))
                    .filter(index -> index.isOlder(wal))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<WalFile> readable(Path log) {
        try {
            return WalFile.read(log);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(StandardOpenOption.CREATE);
        return OwnerOnlyFile.open(file, all);
    }

    /** Copies a file. Unreadable parts are left out; a failed write ends the copy. */
    private static void copy(Path from, Sink to, int chunk) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
            long size = in.size();
            for (long at = 0; at < size; at += chunk) {
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(chunk, size - at));
                try {
                    while (bytes.hasRemaining() && in.read(bytes, at + bytes.position()) > 0) {
                        // The whole chunk.
                    }
                } catch (IOException unreadable) {
                    continue;
                }
                bytes.flip();
                to.write(bytes, at);
            }
        } catch (NoSuchFileException e) {
            // The rest is gone.
        }
    }

    @FunctionalInterface
    private interface Sink {
        void write(ByteBuffer bytes, long at) throws IOException;
    }
}
