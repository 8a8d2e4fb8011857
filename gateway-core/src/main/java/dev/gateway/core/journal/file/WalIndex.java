package dev.gateway.core.journal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of the shared-memory file beside a database: the committed length of the write-ahead
 * log when its last process ended. It reveals a later loss in the log. Not to be read while this
 * process has the database open: that would drop SQLite's locks.
 *
 * @param salts the generation of the log
 * @param frames the number of committed frames
 * @param copied the number of frames copied into the database
 */
public record WalIndex(long salts, long frames, long copied) {

    private static final int COPY = 48;
    private static final int SUMMED = 40;

    /** Returns whether the rest of the log ends before the frames that the database already has. */
    public boolean isOlder(WalFile log) {
        return log.salts() == salts && log.frames() < copied;
    }

    /** Reads the header; empty if there is none, or it is incomplete. */
    public static Optional<WalIndex> read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(2 * COPY + 4);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (bytes.length < 2 * COPY + 4
                || !Arrays.equals(bytes, 0, COPY, bytes, COPY, 2 * COPY)
                || bytes[12] != 1) {
            return Optional.empty();
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int first = 0;
        int second = 0;
        for (int at = 0; at < SUMMED; at += 8) {
            first += words.getInt(at) + second;
            second += words.getInt(at + 4) + first;
        }
        if (first != words.getInt(SUMMED) || second != words.getInt(SUMMED + 4)) {
            return Optional.empty();
        }
        // The salts are stored as in the log.
        return Optional.of(
                new WalIndex(
                        ByteBuffer.wrap(bytes).getLong(32),
                        Integer.toUnsignedLong(words.getInt(16)),
                        Integer.toUnsignedLong(words.getInt(2 * COPY))));
    }
}
