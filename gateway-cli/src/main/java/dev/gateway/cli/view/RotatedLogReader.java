package dev.gateway.cli.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A reader of a log that is rotated by renaming, from the oldest file on. The current file stays
 * open, so that lines written before its renaming was noticed are still read. Not thread-safe.
 */
final class RotatedLogReader implements AutoCloseable {

    private static final int MAX_INDEX = 9;
    private static final int CHUNK = 1 << 16;
    private static final int MAX_LINE = 1 << 20;

    private final Path file;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private RandomAccessFile open;
    private Object key;

    RotatedLogReader(Path file) {
        this.file = file;
    }

    /** Reads the rotated files, the oldest first. */
    void readRotated(Consumer<String> lines) throws IOException {
        for (int i = MAX_INDEX; i > 0; i--) {
            Path rotated = file.resolveSibling(file.getFileName() + "." + i);
            if (Files.isRegularFile(rotated)) {
                try (var in = new RandomAccessFile(rotated.toFile(), "r")) {
                    read(in, lines);
                    flush(lines);
                }
            }
        }
    }

    /** Reads new lines; returns at once if there are none. */
    void poll(Consumer<String> lines) throws IOException {
        Object now = key(file);
        if (open != null && !Objects.equals(now, key)) {
            read(open, lines);
            flush(lines);
            open.close();
            open = null;
        }
        if (open == null && now != null && Files.isRegularFile(file)) {
            open = new RandomAccessFile(file.toFile(), "r");
            key = now;
        }
        if (open != null) {
            if (open.length() < open.getFilePointer()) {
                open.seek(0); // another process emptied it
            }
            read(open, lines);
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private void read(RandomAccessFile in, Consumer<String> lines) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
            List<String> complete = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    complete.add(partial.toString(StandardCharsets.UTF_8));
                    partial.reset();
                } else if (partial.size() < MAX_LINE) {
                    partial.write(chunk[i]);
                }
            }
            complete.forEach(lines);
        }
    }

    private void flush(Consumer<String> lines) {
        if (partial.size() > 0) {
            lines.accept(partial.toString(StandardCharsets.UTF_8));
            partial.reset();
        }
    }

    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
