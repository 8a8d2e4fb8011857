package dev.gateway.core.message.handler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.GuardedFiles;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer as processes and web services give it: {@code {"text", "attachments": [{"name",
 * "media_type", "kind", "path" | "data"}]}}, all optional; {@code data} is base64 and is stored.
 */
final class AnswerJson {

    private static final int MOST_ATTACHMENTS = 100;
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final Path media;
    private final boolean paths;

    /**
     * Reads answers.
     *
     * @param media where files go that came as data
     * @param paths whether the one who answers may name files of this machine: a process of the
     *     operator's may, a web service could have any file sent that the gateway can read
     */
    AnswerJson(Path media, boolean paths) {
        this.media = media;
        this.paths = paths;
    }

    /** One answer; empty if it says nothing. */
    Optional<Answer> read(String id, JsonNode json) throws HandlerException {
        if (json.path("attachments").size() > MOST_ATTACHMENTS) {
            throw new HandlerException(
                    "the answer has more than " + MOST_ATTACHMENTS + " attachments", null);
        }
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode attachment : json.path("attachments")) {
            attachments.add(attachment(id, attachments.size(), attachment));
        }
        String text = json.path("text").asText("");
        return text.isBlank() && attachments.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer(text, attachments));
    }

    private Attachment attachment(String id, int number, JsonNode json) throws HandlerException {
        try {
            Path file = json.has("data") ? stored(id, number, json) : named(json);
            String type = json.path("media_type").asText(UNKNOWN_TYPE);
            return new Attachment(
                    kind(json.path("kind").asText(""), type),
                    json.path("name").asText(file.getFileName().toString()),
                    type,
                    file,
                    Files.size(file));
        } catch (IOException e) {
            throw new HandlerException(
                    "attachment " + (number + 1) + " of the answer cannot be read or stored", e);
        }
    }

    private Path named(JsonNode json) throws HandlerException {
        if (!paths || !json.path("path").isTextual()) {
            throw new HandlerException(
                    "an attachment of the answer has no " + (paths ? "path or data" : "data"),
                    null);
        }
        Path file;
        try {
            file = Path.of(json.path("path").textValue());
        } catch (InvalidPathException e) {
            throw new HandlerException("an attachment of the answer has no path, but text", null);
        }
        if (!file.isAbsolute() || !Files.isRegularFile(file)) {
            throw new HandlerException(
                    "an attachment of the answer is not the absolute path of a file: " + file,
                    null);
        }
        try {
            GuardedFiles.check(file);
        } catch (FileSystemException e) {
            throw new HandlerException(
                    "an attachment of the answer cannot be sent: %s %s"
                            .formatted(file, e.getReason()),
                    null);
        } catch (IOException e) {
            throw new HandlerException("an attachment of the answer is gone: " + file, e);
        }
        return file;
    }

    /** The same name at each try, so that a second one does not leave a second file. */
    private Path stored(String id, int number, JsonNode json) throws IOException, HandlerException {
        byte[] data;
        try {
            data = Base64.getMimeDecoder().decode(json.path("data").asText());
        } catch (IllegalArgumentException e) {
            throw new HandlerException("an attachment of the answer is not base64", e);
        }
        if (Files.notExists(media)) {
            Files.createDirectories(
                    media,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path file = media.resolve("answer-" + id + "-" + number);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, data);
    }

    private static Attachment.Kind kind(String named, String type) {
        for (Attachment.Kind kind : Attachment.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (named.equals(name) || named.isEmpty() && type.startsWith(name + "/")) {
                return kind;
            }
        }
        return Attachment.Kind.FILE;
    }
}
