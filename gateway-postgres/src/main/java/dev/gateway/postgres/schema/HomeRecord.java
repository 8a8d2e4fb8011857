package dev.gateway.postgres.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.ServerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The file of a home that says which home it is, and which database it has used.
 *
 * @param homeId a random name; a copy of the home gets another one
 * @param folder the folder for which the name was made, as the file system knows it
 * @param database the database with the highest timeline that was seen
 */
public record HomeRecord(String homeId, String folder, Optional<ServerIdentity> database) {

    private static final int MAX_BYTES = 64 * 1024;

    /** Returns the record of a home; a new one, which is not written, if there is none. */
    public static HomeRecord of(GatewayHome home) {
        String folder = folder(home);
        return read(home.cluster())
                .map(found -> found.folder.equals(folder) ? found : found.in(folder))
                .orElseGet(() -> new HomeRecord(name(), folder, Optional.empty()));
    }

    HomeRecord with(ServerIdentity seen) {
        return new HomeRecord(homeId, folder, Optional.of(seen));
    }

    private HomeRecord in(String other) {
        return new HomeRecord(name(), other, database);
    }

    /** Writes it, so that it survives a loss of power. */
    public void write(GatewayHome home) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("home_id", homeId);
        node.put("folder", folder);
        node.put("system_identifier", database.map(ServerIdentity::system).orElse(null));
        node.put("timeline", database.map(ServerIdentity::timeline).orElse(null));
        AtomicFile.write(home.cluster(), JsonTree.bytes(node), true);
    }

    private static String name() {
        return SessionId.random().text();
    }

    /**
     * A copy has another number in its file system, so that two homes never vouch for each other.
     */
    private static String folder(GatewayHome home) {
        try {
            Object key = Files.readAttributes(home.folder(), BasicFileAttributes.class).fileKey();
            return key == null ? home.folder().toString() : key.toString();
        } catch (IOException e) {
            return home.folder().toString();
        }
    }

    private static Optional<HomeRecord> read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            JsonNode node = JsonTree.read(in.readNBytes(MAX_BYTES));
            String homeId = node.path("home_id").asText();
            if (homeId.isEmpty()) {
                return Optional.empty();
            }
            JsonNode system = node.path("system_identifier");
            Optional<ServerIdentity> database =
                    system.isTextual()
                            ? Optional.of(
                                    new ServerIdentity(
                                            system.textValue(), node.path("timeline").asLong()))
                            : Optional.empty();
            return Optional.of(new HomeRecord(homeId, node.path("folder").asText(), database));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
