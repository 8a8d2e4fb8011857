package dev.gateway.core.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Monitor of the three files of an open journal: detects that another program removed, replaced,
 * truncated or overwrote one of them, after which commits would be lost with the process. Of the
 * write-ahead log it reads the headers of new frames; it never opens the database itself, as
 * closing it would drop SQLite's locks.
 */
public final class DatabaseFileMonitor {

    private static final int FRAMES_AT_A_TIME = 4096;
    private static final long RECHECK_MILLIS = 20;

    private final Path database;
    private final Path log;
    private final Path index;
    private Object databaseKey;
    private Object logKey;
    private Object indexKey;
    private long databaseSize;
    private long acceptedSize = Long.MAX_VALUE;
    private byte[] header = new byte[0];
    private byte[] lastFrame = new byte[0];
    private long checkedTo;

    private DatabaseFileMonitor(Path database) {
        this.database = database;
        this.log = database.resolveSibling(database.getFileName() + "-wal");
        this.index = database.resolveSibling(database.getFileName() + "-shm");
    }

    /**
     * Returns a monitor of a database that was just opened.
     *
     * @param databaseKey its {@link #key}, taken before the open: a file that replaced it meanwhile
     *     is detected
     */
    public static DatabaseFileMonitor of(Path database, Object databaseKey) {
        var guard = new DatabaseFileMonitor(database);
        guard.databaseKey = databaseKey;
        guard.logKey = key(guard.log);
        guard.indexKey = key(guard.index);
        guard.databaseSize = size(database);
        return guard;
    }

    /** Returns whether the database file itself is still the one that was opened. */
    public boolean isSameDatabase() {
        return databaseKey != null && databaseKey.equals(key(database));
    }

    /** Returns whether all three files are still those that were opened. */
    public boolean isInPlace() {
        return isSameDatabase()
                && logKey != null
                && logKey.equals(key(log))
                && indexKey != null
                && indexKey.equals(key(index));
    }

    /**
     * Accepts a database of that many bytes: the gateway has given up the rest, and the next
     * complete checkpoint, whichever process does it, cuts it off.
     */
    public void acceptShrinking(long bytes) {
        acceptedSize = Math.min(acceptedSize, bytes);
    }

    /** Returns the damage to the files, in words that follow the name of the journal. */
    public Optional<String> problem() {
        Optional<String> found = detectChange();
        if (found.isEmpty()) {
            return found;
        }
        // Another process may have been writing between two checks of the same file.
        try {
            Thread.sleep(RECHECK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return detectChange();
    }

    private Optional<String> detectChange() {
        if (!isSameDatabase()) {
            return Optional.of("was removed or replaced while it is in use.");
        }
        if (logKey == null || !logKey.equals(key(log))) {
            return Optional.of("lost its write-ahead log (-wal) while it is in use.");
        }
        if (indexKey == null || !indexKey.equals(key(index))) {
            return Optional.of("lost its shared memory (-shm) while it is in use.");
        }
        long size = size(database);
        if (size < Math.min(databaseSize, acceptedSize)) {
            return Optional.of(
                    "was cut from %d to %d bytes while it is in use."
                            .formatted(databaseSize, size));
        }
        if (size < databaseSize) {
            acceptedSize = Long.MAX_VALUE; // It was cut off.
        }
        databaseSize = size;
        try {
            return logIsWhole()
                    ? Optional.empty()
                    : Optional.of("has a damaged write-ahead log (-wal) while it is in use.");
        } catch (IOException e) {
            return Optional.empty(); // No descriptor left, for instance: the next check decides.
        }
    }

    private boolean logIsWhole() throws IOException {
        try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ)) {
            byte[] now = read(in, 0, WalFile.HEADER);
            if (now.length == 0 && header.length == 0) {
                return true; // Nothing was written since it was opened.
            }
            if (now.length < WalFile.HEADER || !isHeader(now)) {
                return false;
            }
            if (!Arrays.equals(now, header)) {
                header = now; // The log was restarted.
                lastFrame = new byte[0];
                checkedTo = WalFile.HEADER;
            } else if (lastFrame.length > 0
                    && !Arrays.equals(
                            read(in, checkedTo - frameSize(), WalFile.FRAME_HEADER), lastFrame)) {
                return false;
            }
            return framesAreWhole(in);
        }
    }

    /**
     * Returns whether the new frames follow each other; frames of a former log end the sequence.
     */
    private boolean framesAreWhole(FileChannel in) throws IOException {
        for (int i = 0; i < FRAMES_AT_A_TIME; i++) {
            byte[] frame = read(in, checkedTo, WalFile.FRAME_HEADER);
            if (frame.length < WalFile.FRAME_HEADER) {
                return true;
            }
            ByteBuffer head = ByteBuffer.wrap(frame);
            if (head.getLong(8) != ByteBuffer.wrap(header).getLong(16)) {
                // A hole remains when the log was truncated and written on behind the cut.
                return head.getLong(0) != 0 || head.getLong(8) != 0 || head.getLong(16) != 0;
            }
            lastFrame = frame;
            checkedTo += frameSize();
        }
        return true;
    }

    private long frameSize() {
        return WalFile.FRAME_HEADER + (long) ByteBuffer.wrap(header).getInt(8);
    }

    private static boolean isHeader(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        int pageSize = words.getInt(8);
        return (words.getInt(0) & ~1) == 0x377f0682
                && pageSize >= 512
                && pageSize <= 65536
                && Integer.bitCount(pageSize) == 1;
    }

    private static byte[] read(FileChannel in, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && in.read(buffer, from + buffer.position()) > 0) {
            // Read what is available.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * Returns the identity of a file, which differs from that of another file of the same name;
     * null if there is none.
     */
    public static Object key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? "no key" : key;
        } catch (IOException e) {
            return null;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
