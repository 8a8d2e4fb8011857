package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The files of one platform. Guarded by the platform's lock. */
final class TelegramFileStore {

    private static final int MAX_DOWNLOAD = 20 * 1024 * 1024;

    private final Map<String, StoredFile> byId = new LinkedHashMap<>();

    /** A file as the platform stores it. */
    record StoredFile(String id, String path, String name, String mediaType, byte[] content) {

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("file_id", id)
                    .put("file_unique_id", "unique-" + id)
                    .put("file_size", content.length);
        }
    }

    StoredFile add(String folder, String name, String mediaType, byte[] content) {
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

    Optional<StoredFile> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    CompletionStage<Response> getFile(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException {
        String id =
                arguments
                        .text("file_id")
                        .orElseThrow(() -> TelegramException.badRequest("file_id not specified"));
        StoredFile file =
                find(id).orElseThrow(() -> TelegramException.badRequest("invalid file_id"));
        if (file.content().length > MAX_DOWNLOAD) {
            throw TelegramException.badRequest("file is too big");
        }
        return BotApiResponseFactory.now(file.json().put("file_path", file.path()));
    }

    Response download(String path) {
        return byId.values().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(file -> Response.bytes(200, "application/octet-stream", file.content()))
                .orElseGet(() -> new TelegramException(404, "Not Found").response());
    }
}
