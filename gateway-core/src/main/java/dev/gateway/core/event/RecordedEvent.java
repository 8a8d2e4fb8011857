package dev.gateway.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event as it stands in {@code events.jsonl}. Another version of the gateway may have written
 * it: its type may be unknown, and each field may be absent.
 *
 * @param json the line, as an object
 */
public record RecordedEvent(ObjectNode json) {

    static final String AT = "at";
    static final String MONO_NANOS = "mono_ns";
    static final String PID = "pid";
    static final String NAME = "event";

    private static final List<String> COMMON = List.of(AT, MONO_NANOS, PID, NAME);

    private static final Map<String, EventType> TYPES =
            Stream.of(EventType.values())
                    .collect(Collectors.toUnmodifiableMap(EventType::wireName, type -> type));

    /** Returns the event in {@code json}; empty if it is none. */
    public static Optional<RecordedEvent> of(JsonNode json) {
        return json instanceof ObjectNode object && object.hasNonNull(NAME)
                ? Optional.of(new RecordedEvent(object))
                : Optional.empty();
    }

    /** Returns the type; empty if this version does not know it. */
    public Optional<EventType> type() {
        return Optional.ofNullable(TYPES.get(name()));
    }

    /** Returns whether the event is of {@code type}. */
    public boolean is(EventType type) {
        return name().equals(type.wireName());
    }

    /** Returns the name of the type, as it was written. */
    public String name() {
        return json.path(NAME).asText();
    }

    /** Returns the time, as it was written. */
    public String time() {
        return json.path(AT).asText();
    }

    /** Returns the time; {@link Instant#MIN} if it cannot be read. */
    public Instant at() {
        try {
            return Instant.parse(time());
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    /** Returns the monotonic time, which all processes of a machine share. */
    public long monoNanos() {
        return json.path(MONO_NANOS).asLong();
    }

    /** Returns the process of the gateway. */
    public long pid() {
        return json.path(PID).asLong();
    }

    /** Returns whether the event has a value for {@code field}. */
    public boolean has(EventField field) {
        return json.hasNonNull(field.wireName());
    }

    /** Returns the value of {@code field} as text; empty text if there is none. */
    public String text(EventField field) {
        return json.path(field.wireName()).asText();
    }

    /** Returns the names in {@code field}; none if there is no value. */
    public List<String> names(EventField field) {
        String names = text(field);
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    /** Returns the value of {@code field} as a number; 0 if there is none. */
    public long number(EventField field) {
        return json.path(field.wireName()).asLong();
    }

    /** Returns whether the value of {@code field} is true. */
    public boolean flag(EventField field) {
        return json.path(field.wireName()).asBoolean();
    }

    /** Returns all fields beside those that each event has, as text, in the order of the file. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        json.properties().stream()
                .filter(field -> !COMMON.contains(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }
}
