package dev.gateway.core.yaml;

import dev.gateway.core.config.Options;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A key of the config that a platform or handler understands, beside the common ones.
 *
 * @param key the key in the file, for instance {@code app_id}
 * @param kind the way in which the value is read and checked
 * @param required whether an enabled entry without it is an error
 * @param description one line for {@code config init} and for error messages
 * @param constraint the limit of the value beside its kind
 * @param defaultValue the value where the key is absent, of the Java type that {@link Options}
 *     gives; empty if there is none
 * @param example a value in the form of the file, for an option without a default
 */
public record OptionSpec(
        String key,
        Kind kind,
        boolean required,
        String description,
        Constraint constraint,
        Optional<Object> defaultValue,
        Optional<String> example) {

    /** The way in which the value of an option is read. */
    public enum Kind {
        /** Any non-empty text. */
        TEXT,
        /** Text that is never printed, usually {@code ${NAME}} or {@code ${file:PATH}}. */
        SECRET,
        /** {@code 500ms}, {@code 15s}, {@code 2m}, {@code 1h}. */
        DURATION,
        /** A whole number, zero or more. */
        INTEGER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** An absolute http, https, ws or wss address. */
        URI,
        /** An absolute http or https address that requests are posted to; it may have a query. */
        WEB_ADDRESS,
        /** An absolute http or https address that paths are appended to. */
        BASE_ADDRESS,
        /** A list of texts, for instance a command with its arguments. */
        TEXT_LIST
    }

    /** Checks that nothing is missing. */
    public OptionSpec {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(constraint, "constraint");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(example, "example");
    }

    /** Creates an option without a limit beside its kind. */
    public OptionSpec(String key, Kind kind, boolean required, String description) {
        this(
                key,
                kind,
                required,
                description,
                new Constraint.None(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a required option. */
    public static OptionSpec required(String key, Kind kind, String description) {
        return new OptionSpec(key, kind, true, description);
    }

    /** Returns an optional option. */
    public static OptionSpec optional(String key, Kind kind, String description) {
        return new OptionSpec(key, kind, false, description);
    }

    /** Returns the same option with a limit of its value. */
    public OptionSpec with(Constraint constraint) {
        return new OptionSpec(key, kind, required, description, constraint, defaultValue, example);
    }

    /**
     * Returns the same option with a default. {@code config init} writes the default, so the caller
     * hands over the very constant that the reading of the option falls back to.
     */
    public OptionSpec withDefault(Object value) {
        return new OptionSpec(
                key, kind, required, description, constraint, Optional.of(value), example);
    }

    /** Returns the same option with an example for {@code config init}, as YAML. */
    public OptionSpec withExample(String yaml) {
        return new OptionSpec(
                key, kind, required, description, constraint, defaultValue, Optional.of(yaml));
    }

    /** Returns the default in the form of the file; empty if there is none. */
    public Optional<String> defaultText() {
        return defaultValue.map(
                value -> {
                    if (value instanceof Duration duration) {
                        return DurationFormat.format(duration);
                    }
                    if (value instanceof List<?> list) {
                        return YamlQuoting.list(list.stream().map(String::valueOf).toList());
                    }
                    return kind == Kind.TEXT
                            ? YamlQuoting.word(value.toString())
                            : value.toString();
                });
    }
}
