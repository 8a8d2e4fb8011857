package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.RangedResponse;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one platform. A server in local mode ({@code --local}) puts them into a folder of
 * its machine instead of serving them, and knows no limit of size. Guarded by the platform's lock.
 */
public final class TelegramFileStore {

    private static final int MAX_DOWNLOAD = 20 * 1024 * 1024;

    private final Map<String, StoredFile> byId = new LinkedHashMap<>();
    private final Optional<Path> localFolder;
    private long albums;

    /**
     * Creates an empty store.
     *
     * @param localFolder the working folder of a server in local mode
     */
    public TelegramFileStore(Optional<Path> localFolder) {
        this.localFolder = localFolder;
    }

    /** A file as the platform stores it. */
    public record StoredFile(
            String id, String path, String name, String mediaType, byte[] content) {

        /** Returns the fields that each file of a message has. */
        public ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("file_id", id)
                    .put("file_unique_id", "unique-" + id)
                    .put("file_size", content.length);
        }
    }

    /** Stores a file. */
    public StoredFile add(String folder, String name, String mediaType, byte[] content) {
        int number = byId.size() + 1;
        String ending = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
        StoredFile file =
                new StoredFile(
                        "fake-file-" + number,
                        folder + "/file_" + number + ending,
                        name,
                        mediaType,
                        content);
        byId.put(file.id(), file);
        return file;
    }

    /** Returns a new id for messages that belong together. */
    public long nextAlbum() {
        return 14_000_000_000_000_000L + ++albums;
    }

    Optional<StoredFile> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean local() {
        return localFolder.isPresent();
    }

    /** Returns the result of getFile for a bot. */
    public ObjectNode describe(String token, MethodArguments arguments) throws TelegramException {
        String id =
                arguments
                        .text("file_id")
                        .orElseThrow(() -> TelegramException.badRequest("file_id not specified"));
        StoredFile file =
                find(id).orElseThrow(() -> TelegramException.badRequest("invalid file_id"));
        if (localFolder.isPresent()) {
            Path path = write(localFolder.get().resolve(token), file);
            return file.json().put("file_path", path.toString());
        }
        if (file.content().length > MAX_DOWNLOAD) {
            throw TelegramException.badRequest("file is too big");
        }
        return file.json().put("file_path", file.path());
    }

    private static Path write(Path folder, StoredFile file) {
        Path path = folder.resolve(file.path()).toAbsolutePath();
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, file.content());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer to a download; a server in local mode serves no files. */
    public Response download(String path, Request request) {
        return byId.values().stream()
                .filter(file -> !local() && file.path().equals(path))
                .findFirst()
                .map(file -> RangedResponse.of(request, "application/octet-stream", file.content()))
                .orElseGet(() -> new TelegramException(404, "Not Found").response());
    }
}
