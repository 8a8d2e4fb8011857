package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One object of an answer as it was read. Files that came inside it lie under names of their own
 * until {@link #attachments} gives them those of their message.
 */
final class ParsedAnswer {

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final List<File> files = new ArrayList<>();
    private String id;
    private String text;
    private String error;
    private String problem;
    private boolean attachments;
    private boolean done;
    private boolean other;
    private boolean blank;

    /** A file of the answer, named by it or stored for it. */
    static final class File {
        String name = "";
        String type = UNKNOWN_TYPE;
        String kind = "";
        Path path;
        boolean stored;
    }

    /** The message that it answers, if it says so. */
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** What was said; empty text if nothing was. */
    String text() {
        return text == null ? "" : text;
    }

    /** Why the handler itself failed, in its words. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** Whether it is the last of its message. */
    boolean done() {
        return done;
    }

    /** Whether it says anything that can be an answer, and be it that there is nothing to say. */
    boolean saysSomething() {
        return text != null || attachments;
    }

    /** Whether there was nothing at all, not even an object. */
    boolean isBlank() {
        return blank;
    }

    /** Whether there is something in it that no handler has to say. */
    boolean saysOther() {
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

    /** Keeps the first thing in it that cannot be understood. */
    void problem(String found) {
        problem = problem == null ? found : problem;
    }

    /** Fails if there is something in it that cannot be understood. */
    void check() throws HandlerException {
        if (problem != null) {
            throw new HandlerException(problem, null);
        }
    }

    /**
     * Returns its files. Those that were stored get the same names at each try of a message, so
     * that a second one does not leave a second file.
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
                all.add(
                        new Attachment(
                                kind(file.kind, file.type),
                                name,
                                file.type,
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

    /** Removes the files that were stored and that nothing will send. */
    void discard() {
        for (File file : files) {
            if (file.stored && file.path != null) {
                try {
                    Files.deleteIfExists(file.path);
                } catch (IOException e) {
                    file.path = null; // the sweep of the media finds it
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
