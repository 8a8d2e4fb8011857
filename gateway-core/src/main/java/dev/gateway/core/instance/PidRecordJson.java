package dev.gateway.core.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessIdentityJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * JSON codec of PID records: writes the gateway's own format, also reads hermes records and bare
 * numbers.
 */
final class PidRecordJson {

    private PidRecordJson() {}

    static byte[] write(PidRecord record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("pid", record.process().pid()); // Readers of the first lines look for it here.
        node.put("kind", record.kind());
        ArrayNode argv = node.putArray("argv");
        record.argv().forEach(argv::add);
        ProcessIdentityJson.put(node, record.process());
        node.put("home", record.home().orElse(null));
        node.put("version", record.version().orElse(null));
        node.put("started_at", record.startedAt().map(Instant::toString).orElse(null));
        node.set(
                "supervisor",
                record.supervisor()
                        .<JsonNode>map(PidRecordJson::supervisor)
                        .orElse(JsonNodeFactory.instance.nullNode()));
        return JsonTree.bytes(node);
    }

    static JsonNode supervisor(ServiceManagerInfo serviceManagerInfo) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", serviceManagerInfo.kind())
                .put("unit", serviceManagerInfo.unit());
    }

    /** Returns the record; empty if the content is not one. */
    static Optional<PidRecord> read(byte[] content) {
        JsonNode node;
        try {
            node = JsonTree.read(content);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (isPid(node)) {
            return Optional.of(bareNumber(node.longValue()));
        }
        return ProcessIdentityJson.read(node).map(process -> record(process, node));
    }

    private static PidRecord record(ProcessIdentity process, JsonNode node) {
        return new PidRecord(
                process,
                text(node, "kind").orElse("unknown"),
                texts(node.path("argv")),
                text(node, "home"),
                text(node, "version"),
                text(node, "started_at").flatMap(PidRecordJson::instant),
                readSupervisor(node.path("supervisor")));
    }

    private static PidRecord bareNumber(long pid) {
        return new PidRecord(
                new ProcessIdentity(pid, OptionalLong.empty(), Optional.empty(), Optional.empty()),
                PidRecord.BARE_NUMBER,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static boolean isPid(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0;
    }

    private static Optional<ServiceManagerInfo> readSupervisor(JsonNode node) {
        Optional<String> kind = text(node, "kind");
        return kind.map(value -> new ServiceManagerInfo(value, text(node, "unit").orElse("")));
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        }
        return texts;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
