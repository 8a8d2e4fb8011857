package dev.gateway.core.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.JsonTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The JSON of one event, as a line of {@code events.jsonl}. */
final class EventJson {

    private EventJson() {}

    static String line(LifecycleEvent event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(RecordedEvent.AT, millis(event.at()));
        node.put(RecordedEvent.MONO_NANOS, event.monoNanos());
        node.put(RecordedEvent.PID, event.pid());
        node.put(RecordedEvent.NAME, event.type().wireName());
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            Object value = field.getValue();
            if (value instanceof Integer || value instanceof Long) {
                node.put(field.getKey(), ((Number) value).longValue());
            } else if (value instanceof Number number) {
                node.put(field.getKey(), number.doubleValue());
            } else if (value instanceof Boolean flag) {
                node.put(field.getKey(), flag);
            } else {
                node.put(field.getKey(), value.toString());
            }
        }
        return JsonTree.text(node);
    }

    /** RFC 3339 with exactly three digits, so that lines sort as text. */
    static String millis(Instant at) {
        String text = at.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.length() == "2026-01-01T00:00:00Z".length() ? text.replace("Z", ".000Z") : text;
    }
}
