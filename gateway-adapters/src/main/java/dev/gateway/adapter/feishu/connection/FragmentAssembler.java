package dev.gateway.adapter.feishu.connection;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The assembler of events that came in several frames, with the headers {@code message_id}, {@code
 * sum} and {@code seq} (from 0). Bounded in fragments, bytes and age, because a fragment that never
 * comes must not use memory for ever. A dropped event was not acked, so the platform sends it
 * again. Not thread-safe.
 */
public final class FragmentAssembler {

    /** The maximum age of an incomplete event; the vendor's clients wait between 5 s and 5 min. */
    static final Duration MAX_AGE = Duration.ofMinutes(1);

    static final int MAX_PARTS = 1_000;
    public static final int MAX_EVENTS = 100;
    static final int MAX_BYTES = 16 << 20;

    private final Map<String, PartialEvent> events = new LinkedHashMap<>();
    private int bytes;

    /**
     * Adds a frame and returns the event's payload if that was its last missing fragment.
     *
     * @param nanos the time by {@link System#nanoTime()}
     * @throws ProtocolException if the frame's numbers make no sense
     */
    public Optional<byte[]> add(Frame frame, long nanos) throws ProtocolException {
        int sum = frame.number("sum", 1);
        if (sum <= 1) {
            return Optional.of(frame.body());
        }
        int seq = frame.number("seq", -1);
        if (sum > MAX_PARTS || seq < 0 || seq >= sum) {
            throw new ProtocolException("part " + seq + " of " + sum + " of an event");
        }
        dropOlderThan(nanos - MAX_AGE.toNanos());
        String id = frame.header("message_id").orElse("");
        PartialEvent parts = events.computeIfAbsent(id, unused -> new PartialEvent(nanos));
        bytes += parts.put(seq, frame.body());
        if (parts.bodies.size() == sum) {
            events.remove(id);
            bytes -= parts.size;
            return Optional.of(parts.joined());
        }
        dropOldestBeyondBounds();
        return Optional.empty();
    }

    /** Returns the number of incomplete events. */
    public int pendingEvents() {
        return events.size();
    }

    private void dropOlderThan(long nanos) {
        Iterator<PartialEvent> oldestFirst = events.values().iterator();
        while (oldestFirst.hasNext()) {
            PartialEvent parts = oldestFirst.next();
            if (parts.since - nanos >= 0) {
                return;
            }
            bytes -= parts.size;
            oldestFirst.remove();
        }
    }

    private void dropOldestBeyondBounds() {
        Iterator<PartialEvent> oldestFirst = events.values().iterator();
        while (bytes > MAX_BYTES || events.size() > MAX_EVENTS) {
            bytes -= oldestFirst.next().size;
            oldestFirst.remove();
        }
    }

    private static final class PartialEvent {
        private final long since;
        private final Map<Integer, byte[]> bodies = new TreeMap<>();
        private int size;

        PartialEvent(long since) {
            this.since = since;
        }

        /** Stores a fragment and returns the number of bytes added. */
        int put(int seq, byte[] body) {
            byte[] before = bodies.put(seq, body);
            int more = body.length - (before == null ? 0 : before.length);
            size += more;
            return more;
        }

        byte[] joined() {
            var out = new ByteArrayOutputStream(size);
            bodies.values().forEach(out::writeBytes);
            return out.toByteArray();
        }
    }
}
