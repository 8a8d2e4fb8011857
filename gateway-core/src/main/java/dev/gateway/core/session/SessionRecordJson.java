package dev.gateway.core.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessIdentityJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The file of a {@link SessionRecord}. */
final class SessionRecordJson {

    private static final int MAX_BYTES = 64 * 1024;

    private SessionRecordJson() {}

    /**
     * Writes the record, in one step for its readers. Not synced: it means nothing after a boot.
     */
    static void write(Path file, SessionRecord record) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ProcessIdentityJson.put(node, record.process());
        node.put("version", record.version());
        node.put("started_at", record.startedAt().toString());
        node.put("ready", record.ready());
        node.put("outgoing_since", record.outgoingSince().map(Instant::toString).orElse(null));
        node.put("ends_within_ms", record.endsWithin().map(Duration::toMillis).orElse(null));
        node.put("in_flight", record.inFlight());
        AtomicFile.write(file, JsonTree.bytes(node), false);
    }

    /** Returns the record; empty if there is none or the content is not one. */
    static Optional<SessionRecord> read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            return record(JsonTree.read(in.readNBytes(MAX_BYTES)));
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<SessionRecord> record(JsonNode node) {
        Optional<ProcessIdentity> process = ProcessIdentityJson.read(node);
        Optional<Instant> startedAt = text(node, "started_at").map(Instant::parse);
        if (process.isEmpty() || startedAt.isEmpty()) {
            return Optional.empty();
        }
        JsonNode within = node.path("ends_within_ms");
        return Optional.of(
                new SessionRecord(
                        process.get(),
                        text(node, "version").orElse("unknown"),
                        startedAt.get(),
                        node.path("ready").asBoolean(false),
                        text(node, "outgoing_since").map(Instant::parse),
                        within.isIntegralNumber()
                                ? Optional.of(Duration.ofMillis(within.longValue()))
                                : Optional.empty(),
                        node.path("in_flight").asLong()));
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
