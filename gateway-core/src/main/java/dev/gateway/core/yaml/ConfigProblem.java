package dev.gateway.core.yaml;

import java.util.Objects;
import java.util.Optional;

/**
 * A problem in a config file, for the operator who has to fix it. Holds no value of the file that
 * could be a secret.
 *
 * @param line the line, counted from 1; empty if it concerns the file as a whole
 * @param key the dotted path, for instance {@code platforms.family.token}; empty if it concerns the
 *     file as a whole
 * @param message the problem, a fragment without full stop
 * @param remedy the remedy, a fragment without full stop
 */
public record ConfigProblem(Optional<Integer> line, String key, String message, String remedy) {

    /** Checks that no component is missing. */
    public ConfigProblem {
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    public static ConfigProblem ofFile(String message, String remedy) {
        return new ConfigProblem(Optional.empty(), "", message, remedy);
    }

    public static ConfigProblem at(int line, String key, String message, String remedy) {
        return new ConfigProblem(Optional.of(line), key, message, remedy);
    }

    /**
     * Returns the whole problem in one line: {@code line 4: platforms.family.tokn: unknown key; did
     * you mean …}.
     */
    public String oneLine() {
        var text = new StringBuilder();
        line.ifPresent(number -> text.append("line ").append(number).append(": "));
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        return text.append(message).append("; ").append(remedy).toString();
    }
}
