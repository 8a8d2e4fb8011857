package dev.gateway.core.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type and the fields of an event, before {@link EventStream} adds time and process. The
 * factory methods of {@link EventType} make them.
 *
 * @param type the type of the event
 * @param fields the values by their wire names, in the order of the file; a field without a value
 *     is absent
 */
public record EventDetails(EventType type, Map<String, Object> fields) {

    /** Copies the fields and keeps their order. */
    public EventDetails {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Returns the details with {@code values} for the fields of {@code type}, in their order. */
    static EventDetails of(EventType type, Object... values) {
        if (values.length != type.fields().size()) {
            throw new IllegalArgumentException(
                    type + " needs a value for each of " + type.fields());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = plain(values[i]);
            if (value != null) {
                fields.put(type.fields().get(i).wireName(), value);
            }
        }
        return new EventDetails(type, fields);
    }

    /** Returns text, a number or a boolean; null for an empty value. */
    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(EventDetails::plain).orElse(null);
        }
        if (value instanceof Collection<?> names) {
            return names.isEmpty()
                    ? null
                    : names.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        return value instanceof Path path ? path.toString() : value;
    }
}
