package dev.gateway.core.journal.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A write-ahead log on disk, read without SQLite, which would treat damage as the end of the log.
 * SQLite holds no lock on this file, so it may be read at any time.
 *
 * @param pageSize the page size of the database
 * @param salts the generation of the log
 * @param frames the number of valid frames up to the last commit
 * @param whole the number of valid frames, committed or not
 * @param pages the number of pages of the database after it; 0 if nothing is committed
 */
public record WalFile(int pageSize, long salts, int frames, int whole, long pages) {

    static final int HEADER = 32;
    static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;

    /** Reads the log; empty if there is none, or none that SQLite would accept. */
    public static Optional<WalFile> read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER));
            Checksum checksum = start(header);
            return checksum == null ? Optional.empty() : Optional.of(frames(in, header, checksum));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Starts the chain of checksums; returns null if the header is not valid. */
    private static Checksum start(ByteBuffer header) {
        if (header.remaining() < HEADER || (header.getInt(0) & ~1) != MAGIC) {
            return null;
        }
        var checksum = new Checksum((header.getInt(0) & 1) == 1);
        checksum.add(header.array(), 0, FRAME_HEADER);
        int pageSize = header.getInt(8);
        boolean sound =
                checksum.is(header.getInt(24), header.getInt(28))
                        && pageSize >= 512
                        && pageSize <= 65536
                        && Integer.bitCount(pageSize) == 1;
        return sound ? checksum : null;
    }

    private static WalFile frames(InputStream in, ByteBuffer header, Checksum checksum)
            throws IOException {
        int pageSize = header.getInt(8);
        long salts = header.getLong(16);
        int committed = 0;
        int whole = 0;
        long pages = 0;
        byte[] frame = new byte[FRAME_HEADER + pageSize];
        for (int number = 1; in.readNBytes(frame, 0, frame.length) == frame.length; number++) {
            ByteBuffer head = ByteBuffer.wrap(frame, 0, FRAME_HEADER);
            checksum.add(frame, 0, 8);
            checksum.add(frame, FRAME_HEADER, pageSize);
            if (head.getLong(8) != salts || !checksum.is(head.getInt(16), head.getInt(20))) {
                break;
            }
            whole = number;
            if (head.getInt(4) != 0) {
                committed = number;
                pages = Integer.toUnsignedLong(head.getInt(4));
            }
        }
        return new WalFile(pageSize, salts, committed, whole, pages);
    }

    /** SQLite's checksum of the log. */
    private static final class Checksum {
        private final ByteOrder order;
        private int first;
        private int second;

        Checksum(boolean bigEndian) {
            this.order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        void add(byte[] bytes, int from, int length) {
            ByteBuffer words = ByteBuffer.wrap(bytes, from, length).order(order);
            while (words.hasRemaining()) {
                first += words.getInt() + second;
                second += words.getInt() + first;
            }
        }

        boolean is(int one, int two) {
            return first == one && second == two;
        }
    }
}
