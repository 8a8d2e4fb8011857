package dev.gateway.core.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.ProcessIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record beside a token's lock. Only the holder of the lock writes it; every process may read
 * it.
 */
final class TokenRecordFile {

    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    TokenRecordFile(Path file) {
        this.file = file;
    }

    void write(TokenHolder holder) throws IOException {
        ProcessIdentity process = holder.process();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("pid", process.pid());
        if (process.startTicks().isPresent()) {
            node.put("start_time", process.startTicks().getAsLong());
        } else {
            node.putNull("start_time");
        }
        node.put("boot_id", process.bootId().orElse(null));
        node.put("pid_namespace", process.pidNamespace().orElse(null));
        node.put("platform", holder.platform());
        node.put("account", holder.account());
        node.put("home", holder.home().orElse(null));
        node.put("since", holder.since().map(Instant::toString).orElse(null));
        node.put("epoch", holder.epoch());
        AtomicFile.write(file, JsonTree.bytes(node), false);
    }

    /** Returns the record; empty if there is no valid one. */
    Optional<TokenHolder> read() {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty(); // Opening a pipe would block until a writer opens it.
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            JsonNode node = JsonTree.read(in.readNBytes(MAX_BYTES));
            JsonNode pid = node.path("pid");
            if (!pid.isIntegralNumber() || !pid.canConvertToLong() || pid.longValue() <= 0) {
                return Optional.empty();
            }
            JsonNode start = node.path("start_time");
            return Optional.of(
                    new TokenHolder(
                            new ProcessIdentity(
                                    pid.longValue(),
                                    start.isIntegralNumber()
                                            ? OptionalLong.of(start.asLong())
                                            : OptionalLong.empty(),
                                    text(node, "boot_id"),
                                    text(node, "pid_namespace")),
                            text(node, "platform").orElse(""),
                            text(node, "account").orElse(""),
                            text(node, "home"),
                            instant(text(node, "since")),
                            epoch(node.path("epoch"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long epoch(JsonNode node) {
        boolean sane =
                node.isIntegralNumber()
                        && node.canConvertToLong()
                        && node.longValue() >= 0
                        && node.longValue() < Long.MAX_VALUE;
        return sane ? node.longValue() : 0;
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.path(key).textValue());
    }

    private static Optional<Instant> instant(Optional<String> text) {
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
