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
 * Reader of the events that are appended to {@code events.jsonl}, across its rotation. Skips torn
 * and foreign lines. Never writes. Not thread-safe.
 */
public final class EventFileReader {

    private static final int MAX_CHUNK = 256 << 10;

    /** Events are shorter by far; a longer line is no event and must not fill the memory. */
    private static final int LONGEST_LINE = 256 << 10;

    /** A part of each event's line. */
    private static final String ANY = "\"event\"";

    private final Path file;
    private final String wanted;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private Object key;
    private long position;

    private EventFileReader(Path file, String wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    /** Returns a reader that begins at the present end of the file. */
    public static EventFileReader fromEnd(Path file) {
        return fromEnd(new EventFileReader(file, ANY));
    }

    /**
     * Returns a reader that begins at the present end of the file and skips the events whose line
     * does not hold {@code field} with this value, for a fraction of the time.
     */
    public static EventFileReader fromEnd(Path file, EventField field, String value) {
        return fromEnd(new EventFileReader(file, "\"" + field.wireName() + "\":\"" + value + '"'));
    }

    private static EventFileReader fromEnd(EventFileReader reader) {
        Path file = reader.file;
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            reader.key = attributes.fileKey();
            reader.position = attributes.size();
        } catch (IOException e) {
            reader.position = 0; // the file does not exist yet: everything in it will be new
        }
        return reader;
    }

    /** Returns a reader that begins at the start of the file. */
    public static EventFileReader fromStart(Path file) {
        return new EventFileReader(file, ANY);
    }

    /**
     * Returns the events that were appended since the last call, as far as their lines are
     * complete. Reads at most a quarter of a megabyte at a time: the rest comes with the next
     * calls.
     */
    public List<RecordedEvent> poll() {
        List<RecordedEvent> events = new ArrayList<>();
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean rotated = key != null && !Objects.equals(key, attributes.fileKey());
            if (rotated && readRestOfRotated(events)) {
                return events; // first its end; the new file with the next call
            }
            if (rotated || attributes.size() < position) {
                position = 0;
                partial.reset();
            }
            key = attributes.fileKey();
            boolean more = attributes.size() > position;
            while (more && events.isEmpty()) {
                more = read(file, events); // skips foreign lines, however many there are
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

    /**
     * Reads the unread rest of the rotated file: most likely the last events of a predecessor.
     *
     * @return whether there was any
     */
    private boolean readRestOfRotated(List<RecordedEvent> events) {
        Path rotated = EventFileWriter.rotated(file);
        try {
            var attributes = Files.readAttributes(rotated, BasicFileAttributes.class);
            if (Objects.equals(key, attributes.fileKey()) && attributes.size() > position) {
                read(rotated, events);
                return true;
            }
        } catch (IOException e) {
            // The rotated file is gone as well, and its rest is lost.
        }
        return false;
    }

    /** Returns whether it has read anything; false if the file has just been replaced or cut. */
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

    private void parse(String line, List<RecordedEvent> events) {
        if (!line.startsWith("{") || !line.contains(ANY) || !line.contains(wanted)) {
            return;
        }
        try {
            RecordedEvent.of(JsonTree.read(line)).ifPresent(events::add);
        } catch (IOException e) {
            // torn by a power loss
        }
    }
}
