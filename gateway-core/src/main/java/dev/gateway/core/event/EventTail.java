package dev.gateway.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
public final class EventTail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHUNK = 1 << 20;

    private final Path file;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private Object key;
    private long position;

    private EventTail(Path file) {
        this.file = file;
    }

    /** From the end of the file as it is now. */
    public static EventTail fromEnd(Path file) {
        EventTail tail = new EventTail(file);
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
    public static EventTail fromStart(Path file) {
        return new EventTail(file);
    }

    /**
     * What was appended since the last call, as far as lines are complete; at most a megabyte at a
     * time, so call again until nothing comes.
     */
    public List<JsonNode> poll() {
        List<JsonNode> events = new ArrayList<>();
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
            if (attributes.size() > position) {
                read(file, events);
            }
        } catch (IOException e) {
            // Between rotation and the next event there is no file.
        }
        return events;
    }

    /** Whether there was anything left in it: the last steps of a predecessor, most likely. */
    private boolean readRestOfRotated(List<JsonNode> events) {
        Path rotated = EventTrail.rotated(file);
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

    private void read(Path from, List<JsonNode> events) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r")) {
            in.seek(position);
            byte[] chunk = new byte[(int) Math.min(MAX_CHUNK, in.length() - position)];
            in.readFully(chunk);
            position += chunk.length;
            for (byte b : chunk) {
                if (b == '\n') {
                    parse(partial.toString(StandardCharsets.UTF_8), events);
                    partial.reset();
                } else {
                    partial.write(b);
                }
            }
        }
    }

    private static void parse(String line, List<JsonNode> events) {
        if (line.isBlank()) {
            return;
        }
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject() && node.hasNonNull("event")) {
                events.add(node);
            }
        } catch (IOException e) {
            // torn by a power loss
        }
    }
}
