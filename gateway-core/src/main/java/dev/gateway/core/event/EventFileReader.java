package dev.gateway.core.event;

import dev.gateway.core.json.JsonTree;
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

/**
 * Reads what is appended to {@code events.jsonl}, across its rotation. Torn and foreign lines are
 * skipped. Reads only. Not thread-safe.
 */
public final class EventFileReader {

    private static final int MAX_CHUNK = 256 << 10;

    /** Ours are shorter by far; what is longer is none, and must not fill the memory. */
    private static final int LONGEST_LINE = 256 << 10;

    private final Path file;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private Object key;
    private long position;

    private EventFileReader(Path file) {
        this.file = file;
    }

    /** From the end of the file as it is now. */
    public static EventFileReader fromEnd(Path file) {
        EventFileReader tail = new EventFileReader(file);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            tail.key = attributes.fileKey();
            tail.position = attributes.size();
        } catch (IOException e) {
            tail.position = 0; // it does not exist yet: everything in it will be new
        }
        return tail;
    }

    /** From the beginning of the file. */
    public static EventFileReader fromStart(Path file) {
        return new EventFileReader(file);
    }

    /**
     * What was appended since the last call, as far as lines are complete; at most a quarter of a
     * megabyte at a time, so call again until nothing comes.
     */
    public List<RecordedEvent> poll() {
        List<RecordedEvent> events = new ArrayList<>();
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean rotated = key != null && !Objects.equals(key, attributes.fileKey());
            if (rotated && readRestOfRotated(events)) {
                return events; // its end first; the new file the next time
            }
            if (rotated || attributes.size() < position) {
                position = 0;
                partial.reset();
            }
            key = attributes.fileKey();
            boolean more = attributes.size() > position;
            while (more && events.isEmpty()) {
                more = read(file, events); // past what is no event, however much of it there is
            }
        } catch (IOException e) {
            // Between rotation and the next event there is no file.
        }
        return events;
    }

    /** Returns all events that were appended since the last call. */
    public List<RecordedEvent> readAll() {
        List<RecordedEvent> all = new ArrayList<>();
        for (List<RecordedEvent> some = poll(); !some.isEmpty(); some = poll()) {
            all.addAll(some);
        }
        return all;
    }

    /** Whether there was anything left in it: the last steps of a predecessor, most likely. */
    private boolean readRestOfRotated(List<RecordedEvent> events) {
        Path rotated = EventFileWriter.rotated(file);
        try {
            var attributes = Files.readAttributes(rotated, BasicFileAttributes.class);
            if (Objects.equals(key, attributes.fileKey()) && attributes.size() > position) {
                read(rotated, events);
                return true;
            }
        } catch (IOException e) {
            // It is gone as well; nothing can be done about its rest.
        }
        return false;
    }

    /** Whether there was anything; not if the file was replaced or cut just now. */
    private boolean read(Path from, List<RecordedEvent> events) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r")) {
            long length = Math.min(MAX_CHUNK, in.length() - position);
            if (length <= 0) {
                return false;
            }
            in.seek(position);
            byte[] chunk = new byte[(int) length];
            in.readFully(chunk);
            position += chunk.length;
            for (byte b : chunk) {
                if (b == '\n') {
                    if (partial.size() <= LONGEST_LINE) {
                        parse(partial.toString(StandardCharsets.UTF_8), events);
                    }
                    partial.reset();
                } else if (partial.size() <= LONGEST_LINE) {
                    partial.write(b);
                }
            }
            return true;
        }
    }

    private static void parse(String line, List<RecordedEvent> events) {
        if (!line.startsWith("{") || !line.contains("\"event\"")) {
            return;
        }
        try {
            RecordedEvent.of(JsonTree.read(line)).ifPresent(events::add);
        } catch (IOException e) {
            // torn by a power loss
        }
    }
}
