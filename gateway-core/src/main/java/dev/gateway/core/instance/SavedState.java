package dev.gateway.core.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of {@code state.json} as a gateway last wrote it.
 *
 * @param json in the shape of {@code status --json}
 */
public record SavedState(ObjectNode json) {

    private static final int MAX_BYTES = 4 << 20;

    /** Returns the content; empty if the file is missing or does not have the shape of a status. */
    public static Optional<SavedState> read(GatewayHome home) {
        Path file = home.state();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            JsonNode node = JsonTree.read(in.readNBytes(MAX_BYTES));
            return node instanceof ObjectNode object && isSnapshot(object)
                    ? Optional.of(new SavedState(object))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the JSON has the shape of a status, on which tools rely. */
    private static boolean isSnapshot(ObjectNode json) {
        boolean platforms = json.path("platforms").isObject();
        for (JsonNode platform : json.path("platforms")) {
            platforms &= platform.isObject();
        }
        return json.path("state").isTextual()
                && !json.path("state").textValue().isBlank()
                && json.path("messages").isObject()
                && platforms;
    }

    /**
     * Returns whether the file exists but this user cannot read it, so that nothing is known about
     * it.
     */
    public static boolean isDenied(GatewayHome home) {
        return Files.isRegularFile(home.state(), LinkOption.NOFOLLOW_LINKS)
                && !Files.isReadable(home.state());
    }

    /**
     * Returns its age by the monotonic clock, which all processes of a machine share; empty if it
     * contains no time or was written after {@code nanoTime}.
     */
    public Optional<Duration> age(long nanoTime) {
        JsonNode written = json.path("written_mono_ns");
        return Optional.of(written)
                .filter(JsonNode::isIntegralNumber)
                .map(at -> Duration.ofNanos(nanoTime - at.longValue()))
                .filter(age -> !age.isNegative());
    }

    /** Returns the state of the gateway. */
    public String state() {
        return json.path("state").asText();
    }

    /**
     * Returns whether this very process {@code holder} wrote it, not a predecessor with the same
     * PID: the gateway writes the PID of its own namespace, which in a container is the same at
     * each start, and the start ticks, which differ.
     */
    public boolean isOf(ProcessIdentity holder, ProcessProbe probe) {
        long written = json.path("pid").asLong(-1);
        boolean samePid = written == holder.pid() || written == probe.innerPid(holder.pid());
        return samePid && agrees(holder.startTicks());
    }

    /** Returns whether the very process that a PID file names wrote it. */
    public boolean isOf(PidRecord record) {
        return json.path("pid").asLong(-1) == record.pid() && agrees(record.process().startTicks());
    }

    /** Returns whether the start ticks agree; gateways of earlier versions did not write theirs. */
    private boolean agrees(OptionalLong ticks) {
        JsonNode written = json.path("start_time");
        return !written.isIntegralNumber()
                || ticks.isEmpty()
                || written.longValue() == ticks.getAsLong();
    }
}
