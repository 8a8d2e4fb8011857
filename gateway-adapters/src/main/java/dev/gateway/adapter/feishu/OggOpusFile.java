package dev.gateway.adapter.feishu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A file of Opus audio in Ogg pages, the only form that the platform plays as a voice message. It
 * is recognised by its content: such files are also called {@code .ogg} or {@code .oga}.
 */
final class OggOpusFile {

    private static final byte[] PAGE = "OggS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPUS = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE_HEADER = 27;
    private static final int GRANULE = 6;
    private static final int SEGMENTS = 26;
    private static final int PRE_SKIP = 10;
    private static final int FIRST_PAGE = PAGE_HEADER + 255 + 19;

    /** The largest size of a page, so that the last one begins within it. */
    private static final int LAST_PAGE = 65_307;

    private static final int SAMPLES_PER_MILLI = 48;

    private OggOpusFile() {}

    /** Returns the length of the audio; empty if the file is something else or unreadable. */
    static Optional<Duration> duration(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer first = read(channel, 0, FIRST_PAGE);
            Optional<Integer> head = head(first);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            int preSkip = Short.toUnsignedInt(first.getShort(head.get() + PRE_SKIP));
            long from = Math.max(0, channel.size() - LAST_PAGE);
            ByteBuffer end = read(channel, from, LAST_PAGE);
            for (int at = end.limit() - PAGE_HEADER; at >= 0; at--) {
                if (startsWith(end, at, PAGE)) {
                    long samples = end.getLong(at + GRANULE) - preSkip;
                    return Optional.of(Duration.ofMillis(Math.max(0, samples / SAMPLES_PER_MILLI)));
                }
            }
            return Optional.of(Duration.ZERO);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the position of the Opus header in the first page, if it is one. */
    private static Optional<Integer> head(ByteBuffer first) {
        if (first.limit() <= PAGE_HEADER || !startsWith(first, 0, PAGE)) {
            return Optional.empty();
        }
        int at = PAGE_HEADER + Byte.toUnsignedInt(first.get(SEGMENTS));
        return startsWith(first, at, OPUS) && first.limit() >= at + PRE_SKIP + Short.BYTES
                ? Optional.of(at)
                : Optional.empty();
    }

    private static ByteBuffer read(FileChannel channel, long from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        long position = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position);
            if (read < 0) {
                break;
            }
            position += read;
        }
        return buffer.flip();
    }

    private static boolean startsWith(ByteBuffer bytes, int at, byte[] word) {
        if (at + word.length > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes.get(at + i) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
