package dev.gateway.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.KernelLockState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessIdentityJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * A restart's request to the running gateway, written before its SIGTERM: pass the home on, and
 * keep it if the successor does not come up. A stop has none. It counts while its requester, who
 * holds {@code takeover.lock} meanwhile, does not end; the next holder of that lock removes one
 * that was left behind.
 *
 * @param requester the process that asks
 * @param successor the PID of the process that waits for the home; empty if the gateway is to
 *     launch one itself, inside the control group of its service
 */
public record HandoverRequest(ProcessIdentity requester, Optional<Long> successor) {

    private static final int MAX_BYTES = 64 * 1024;
    private static final String SPAWN = "spawn";

    /** Returns the request that the gateway launch its successor itself. */
    public static HandoverRequest spawn(ProcessIdentity requester) {
        return new HandoverRequest(requester, Optional.empty());
    }

    /** Returns whether the gateway is to launch its successor itself. */
    public boolean isSpawn() {
        return successor.isEmpty();
    }

    /** Returns the request with the successor that was launched for it. */
    public HandoverRequest launched(long pid) {
        return new HandoverRequest(requester, Optional.of(pid));
    }

    /**
     * Writes the request for the gateway of {@code home}, which may belong to another user than
     * this process.
     *
     * @throws IOException if it cannot be written, or not so that the gateway can read it
     */
    public void write(GatewayHome home) throws IOException {
        Path file = home.handoverRequest();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ProcessIdentityJson.put(node, requester);
        if (successor.isPresent()) {
            node.put("successor", successor.get());
        } else {
            node.put("successor", SPAWN);
        }
        AtomicFile.write(file, JsonTree.bytes(node), false);
        try {
            UserPrincipal owner = Files.getOwner(home.folder());
            if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                Files.setOwner(file, owner);
            }
        } catch (UnsupportedOperationException e) {
            // A file system without owners: each process can read it.
        }
    }

    /** Removes the request of a home, if there is one. */
    public static void remove(GatewayHome home) throws IOException {
        Files.deleteIfExists(home.handoverRequest());
    }

    /**
     * Returns the request that waits for the gateway of {@code home}; empty if there is none, it
     * cannot be read, or its requester has ended.
     */
    public static Optional<HandoverRequest> pending(GatewayHome home) {
        Path file = home.handoverRequest();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || KernelLock.probe(home.takeoverLock()) instanceof KernelLockState.Free) {
            return Optional.empty();
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            return parse(JsonTree.read(in.readNBytes(MAX_BYTES)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<HandoverRequest> parse(JsonNode node) {
        JsonNode successor = node.path("successor");
        if (!successor.canConvertToLong() && !SPAWN.equals(successor.textValue())) {
            return Optional.empty();
        }
        Optional<Long> waiting =
                successor.isTextual() ? Optional.empty() : Optional.of(successor.longValue());
        return ProcessIdentityJson.read(node)
                .map(requester -> new HandoverRequest(requester, waiting));
    }
}
