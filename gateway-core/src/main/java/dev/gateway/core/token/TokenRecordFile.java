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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record beside a token's lock. Only the holder of the lock writes it; every process may read
 * it.
 */
final class TokenRecordFile {

    private static final int MAX_BYTES = 64 * 1024;

    /** A page, which the kernel writes as a whole. */
    private static final int MAX_OVERWRITTEN = 4096;

    private final Path file;

    TokenRecordFile(Path file) {
        this.file = file;
    }

    void write(TokenHolder holder) throws IOException {
        byte[] content = bytes(holder);
        if (!overwrite(content)) {
            AtomicFile.write(file, content, false);
        }
    }

    /** Writes a record to memory and reads it, so that the code of both is loaded. */
    static Optional<TokenHolder> rehearse(TokenHolder holder) {
        try {
            return holder(JsonTree.read(bytes(holder)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(TokenHolder holder) throws IOException {
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
        return JsonTree.bytes(node);
    }

    /**
     * Writes the record over the former one, in one write that fills the former one's length, so
     * that a process that dies meanwhile leaves one or the other. A file system takes many times as
     * long for a new file, which matters where a thousand tokens are passed on at once.
     *
     * @return whether there was a plain file that can be written like this
     */
    private boolean overwrite(byte[] content) {
        try {
            Map<String, Object> now =
                    Files.readAttributes(
                            file, "unix:isRegularFile,size,nlink", LinkOption.NOFOLLOW_LINKS);
            int size = (int) Math.min((Long) now.get("size"), Integer.MAX_VALUE);
            if (!Boolean.TRUE.equals(now.get("isRegularFile"))
                    || ((Number) now.get("nlink")).longValue() != 1 // Perhaps a locked file.
                    || size > MAX_OVERWRITTEN) {
                return false;
            }
            byte[] padded = Arrays.copyOf(content, Math.max(content.length, size));
            Arrays.fill(padded, content.length, padded.length, (byte) ' ');
            // No stream, which would follow a link that has just been put there.
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                return channel.write(ByteBuffer.wrap(padded)) == padded.length;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the record; empty if there is no valid one. */
    Optional<TokenHolder> read() {
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            return holder(JsonTree.read(in.readNBytes(MAX_BYTES)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<TokenHolder> holder(JsonNode node) {
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
