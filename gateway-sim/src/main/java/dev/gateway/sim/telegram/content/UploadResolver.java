package dev.gateway.sim.telegram.content;

import dev.gateway.sim.server.MultipartFormReader;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resolver of the ways to name a file in a call: a part, a file id, an address. */
final class UploadResolver {

    private static final String ATTACHED = "attach://";

    private final TelegramFileStore files;

    UploadResolver(TelegramFileStore files) {
        this.files = files;
    }

    /**
     * Returns the file of a part of this name, of a part it refers to, one that the platform
     * already has, or one that the platform loads from an address or, in local mode, its disk.
     */
    TelegramFileStore.StoredFile find(MediaKind kind, String argument, MethodArguments arguments)
            throws TelegramException {
        String reference = arguments.text(argument).orElse("");
        String part =
                reference.startsWith(ATTACHED) ? reference.substring(ATTACHED.length()) : argument;
        MultipartFormReader.Upload upload = arguments.files().get(part);
        if (upload != null) {
            return uploaded(kind, upload);
        }
        if (reference.isEmpty() || reference.startsWith(ATTACHED)) {
            throw TelegramException.badRequest(
                    argument.equals("media")
                            ? "can't parse InputMedia: media not found"
                            : "there is no " + kind.field().replace('_', ' ') + " in the request");
        }
        if (reference.matches("(?i)https?://.*")) {
            return loaded(kind, reference);
        }
        if (files.local() && reference.startsWith("file:///")) {
            return read(kind, Path.of(URI.create(reference)));
        }
        return files.find(reference)
                .orElseThrow(
                        () ->
                                TelegramException.badRequest(
                                        "wrong file identifier/HTTP URL specified"));
    }

    private TelegramFileStore.StoredFile uploaded(MediaKind kind, MultipartFormReader.Upload upload)
            throws TelegramException {
        if (upload.content().length == 0) {
            throw TelegramException.badRequest("file must be non-empty");
        }
        if (!files.local() && upload.content().length > kind.maxBytes()) {
            throw new TelegramException(413, "Request Entity Too Large");
        }
        return files.add(kind.folder(), upload.fileName(), upload.mediaType(), upload.content());
    }

    /** Returns a file of the machine of a server in local mode. */
    private TelegramFileStore.StoredFile read(MediaKind kind, Path path) throws TelegramException {
        try {
            String name = path.getFileName().toString();
            return files.add(
                    kind.folder(), name, "application/octet-stream", Files.readAllBytes(path));
        } catch (IOException e) {
            throw TelegramException.badRequest("file not found");
        }
    }

    /**
     * Returns the file of an address without loading it: its content is the address. Hosts below
     * {@code .invalid} cannot be reached.
     */
    private TelegramFileStore.StoredFile loaded(MediaKind kind, String address)
            throws TelegramException {
        String rest = address.substring(address.indexOf("://") + 3);
        String host = rest.split("[/?#]", 2)[0];
        if (host.isEmpty() || host.contains(" ")) {
            throw TelegramException.badRequest("wrong HTTP URL specified");
        }
        if (host.endsWith(".invalid")) {
            throw TelegramException.badRequest("failed to get HTTP URL content");
        }
        String path = rest.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        return files.add(
                kind.folder(),
                name,
                "application/octet-stream",
                address.getBytes(StandardCharsets.UTF_8));
    }
}
