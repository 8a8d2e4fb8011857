package dev.gateway.core.yaml;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.file.UnreadableFileException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The replacement of {@code ${NAME}} by the environment variable, of {@code ${file:PATH}} by the
 * content of the file without the newline at its end, and of {@code $$} by a dollar sign. A dollar
 * sign before anything else stays as it is.
 */
public final class Placeholders {

    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String FILE = "file:";

    private final Path folder;
    private final Function<String, String> environment;
    private final Diagnostics diagnostics;

    /**
     * Creates a replacement that looks names up in {@code environment}, which returns null for a
     * name that is not set, and relative paths in {@code folder}.
     */
    public Placeholders(
            Path folder, Function<String, String> environment, Diagnostics diagnostics) {
        this.folder = folder;
        this.environment = environment;
        this.diagnostics = diagnostics;
    }

    /**
     * Expands {@code raw}, the value of {@code entry}. Returns empty if that failed, which is
     * reported, or if {@code raw} holds a reference and {@code resolve} is false.
     */
    Optional<ResolvedValue> expand(YamlEntry entry, String raw, boolean resolve) {
        var text = new StringBuilder();
        var references = new StringBuilder();
        boolean failed = false;
        int at = 0;
        while (at < raw.length()) {
            if (raw.startsWith("$$", at)) {
                text.append('$');
                at += 2;
            } else if (raw.startsWith("${", at)) {
                int end = raw.indexOf('}', at);
                if (end < 0) {
                    diagnostics.problem(
                            entry, "'${' without '}'", "close it, or write $${ for the characters");
                    return Optional.empty();
                }
                String reference = raw.substring(at + 2, end);
                if (isReference(entry, reference)) {
                    references.append(references.isEmpty() ? "" : " ");
                    references.append("${").append(reference).append('}');
                    Optional<String> value = resolve ? resolve(entry, reference) : Optional.empty();
                    value.ifPresent(text::append);
                    failed |= value.isEmpty();
                } else {
                    failed = true;
                }
                at = end + 1;
            } else {
                text.append(raw.charAt(at++));
            }
        }
        if (!references.isEmpty()) {
            diagnostics.reference(entry.path(), references.toString());
        }
        return failed
                ? Optional.empty()
                : Optional.of(new ResolvedValue(text.toString(), references.isEmpty()));
    }

    private boolean isReference(YamlEntry entry, String reference) {
        boolean valid =
                reference.startsWith(FILE)
                        ? isPath(reference.substring(FILE.length()))
                        : isVariableName(reference);
        if (!valid) {
            diagnostics.problem(
                    entry,
                    "'${…}' holds neither the name of a variable nor file: and a path",
                    "write ${NAME} or ${file:PATH}, or $${ for the characters");
        }
        return valid;
    }

    /**
     * Returns whether the text can be a path. Where the closing brace is missing, the "path" goes
     * on into the next value, maybe a secret.
     */
    private static boolean isPath(String path) {
        return !path.isBlank()
                && !path.contains(": ")
                && path.chars().noneMatch(c -> c < ' ' || "'\"{$".indexOf(c) >= 0);
    }

    private static boolean isVariableName(String name) {
        return MessageRedactor.isName(name)
                && name.indexOf('-') < 0
                && !(name.charAt(0) >= '0' && name.charAt(0) <= '9');
    }

    private Optional<String> resolve(YamlEntry entry, String reference) {
        return reference.startsWith(FILE)
                ? file(entry, reference.substring(FILE.length()))
                : variable(entry, reference);
    }

    private Optional<String> variable(YamlEntry entry, String name) {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            diagnostics.problem(
                    entry,
                    "environment variable " + name + (value == null ? " is not set" : " is empty"),
                    "set it where the gateway is started, or use ${file:PATH}");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private Optional<String> file(YamlEntry entry, String path) {
        Path file;
        try {
            file = path(path);
        } catch (InvalidPathException e) {
            diagnostics.problem(entry, "'${file:…}' holds no valid path", "correct the path");
            return Optional.empty();
        }
        try {
            String text = withoutNewlineAtEnd(BoundedTextFile.read(file, MAX_FILE_BYTES));
            if (BoundedTextFile.isReadableByOthers(file)) {
                diagnostics.warning(
                        ConfigProblem.at(
                                entry.line(),
                                entry.path(),
                                "other users can read " + file,
                                "chmod 600 " + file));
            }
            if (text.isEmpty()) {
                diagnostics.problem(entry, file + ": is empty", "write the secret into it");
                return Optional.empty();
            }
            return Optional.of(text);
        } catch (UnreadableFileException e) {
            diagnostics.problem(entry, file + ": " + e.getMessage(), remedy(e.reason(), file));
            return Optional.empty();
        }
    }

    /**
     * Returns the path that the text names: a relative one begins at the folder of the config.
     *
     * @throws InvalidPathException if it is none
     */
    Path path(String text) {
        return folder.resolve(expanded(text));
    }

    /**
     * Replaces a tilde at the beginning by the home of the user, as a shell does on the command
     * line.
     */
    private String expanded(String path) {
        if (!path.startsWith("~/")) {
            return path;
        }
        String home = environment.apply("HOME");
        boolean usable = home != null && home.startsWith("/");
        return (usable ? home : System.getProperty("user.home")) + path.substring(1);
    }

    private static String remedy(UnreadableFileException.Reason reason, Path file) {
        return switch (reason) {
            case MISSING -> "create it (chmod 600), or correct the path";
            case ACCESS_DENIED ->
                    "give it to the user of the gateway: chown, then chmod 600 " + file;
            case NOT_A_FILE, TOO_BIG, NOT_TEXT, FAILED ->
                    "name a text file that holds the secret alone";
        };
    }

    private static String withoutNewlineAtEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
