package dev.gateway.core.message.handler;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One parsed object of an answer. Files inside it have temporary names until {@link #attachments}
 * gives them those of their message.
 */
final class ParsedAnswer {

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final List<File> files = new ArrayList<>();
    private String id;
    private String text;
    private String error;
    private TextFormat format;
    private String problem;
    private boolean attachments;
    private boolean done;
    private boolean other;
    private boolean blank;

    /** A file of the answer, either named by it or stored for it. */
    static final class File {
        String name = "";
        String type = UNKNOWN_TYPE;
        String kind = "";
        Path path;
        boolean stored;
    }

    /** Returns the message that it answers, if it names one. */
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Returns the text; empty if there is none. */
    String text() {
        return text == null ? "" : text;
    }

    /** Returns the format that it names. */
    Optional<TextFormat> format() {
        return Optional.ofNullable(format);
    }

    /** Returns the handler's own error, in its words. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** Returns whether it is the last one for its message. */
    boolean done() {
        return done;
    }

    /** Returns whether it contains a usable answer, including an explicit silence. */
    boolean hasContent() {
        return text != null || attachments;
    }

    /** Returns whether it was empty, without even an object. */
    boolean isBlank() {
        return blank;
    }

    /** Returns whether it contains fields that no handler has to send. */
    boolean hasUnknownFields() {
        return other;
    }

    int fileCount() {
        return files.size();
    }

    void id(String found) {
        id = found;
    }

    void text(String found) {
        text = found;
    }

    void format(TextFormat found) {
        format = found;
    }

    void error(String found) {
        error = found;
    }

    void attachments() {
        attachments = true;
    }

    void done(boolean found) {
        done = found;
    }

    void blank() {
        blank = true;
    }

    void other() {
        other = true;
    }

    void file(File file) {
        files.add(file);
    }

    /** Records the first error in its content. */
    void problem(String found) {
        problem = problem == null ? found : problem;
    }

    /** Throws if an error was recorded. */
    void check() throws HandlerException {
        if (problem != null) {
            throw new HandlerException(problem, null);
        }
    }

    /**
     * Returns its files. Stored ones get the same names at each attempt of a message, so that a
     * second attempt leaves no second file.
     */
    List<Attachment> attachments(Path media, String of) throws HandlerException {
        List<Attachment> all = new ArrayList<>();
        for (File file : files) {
            try {
                if (file.stored) {
                    Path target = media.resolve("answer-" + of + "-" + all.size());
                    file.path =
                            Files.move(
                                    file.path,
                                    target,
                                    StandardCopyOption.ATOMIC_MOVE,
                                    StandardCopyOption.REPLACE_EXISTING);
                }
                String name = file.name.isEmpty() ? file.path.getFileName().toString() : file.name;
                String type = file.type.equals(UNKNOWN_TYPE) ? typeOf(name) : file.type;
                all.add(
                        new Attachment(
                                kind(file.kind, type),
                                name,
                                type,
                                file.path,
                                Files.size(file.path)));
            } catch (IOException e) {
                throw new HandlerException(
                        "attachment "
                                + (all.size() + 1)
                                + " of the answer cannot be read or stored",
                        e);
            }
        }
        return all;
    }

    /** Returns the media type by the ending of a name, so that a picture is sent as one. */
    private static String typeOf(String name) {
        return Objects.requireNonNullElse(
                URLConnection.guessContentTypeFromName(name), UNKNOWN_TYPE);
    }

    /** Deletes stored files that will not be sent. */
    void discard() {
        for (File file : files) {
            if (file.stored && file.path != null) {
                try {
                    Files.deleteIfExists(file.path);
                } catch (IOException e) {
                    file.path = null; // The media sweeper deletes it later.
                }
            }
        }
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
