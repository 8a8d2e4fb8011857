package dev.gateway.core.yaml;

import dev.gateway.core.config.Options;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One key that a platform or handler understands in the config, beside those that all have.
 *
 * @param key as written in the file, for instance {@code app_id}
 * @param kind how its value is read and checked
 * @param required whether an enabled entry without it is an error
 * @param description one line for {@code config init} and for error messages
 * @param constraint what the value must keep to beside its kind
 * @param defaultValue the value that counts where the key is absent, of the Java type that {@link
 *     Options} gives; empty if there is none
 * @param example a value as it would stand in the file, for an option without a default
 */
public record OptionSpec(
        String key,
        Kind kind,
        boolean required,
        String description,
        Constraint constraint,
        Optional<Object> defaultValue,
        Optional<String> example) {

    /** How the value of an option is read. */
    public enum Kind {
        /** Any non-empty text. */
        TEXT,
        /** Text that is never printed; usually {@code ${NAME}} or {@code ${file:PATH}}. */
        SECRET,
        /** {@code 500ms}, {@code 15s}, {@code 2m}, {@code 1h}. */
        DURATION,
        /** A whole number, zero or more. */
        INTEGER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** An absolute http, https, ws or wss address. */
        URI,
        /** An absolute http or https address that is posted to; it may have a query. */
        WEB_ADDRESS,
        /** An absolute http or https address that paths are put behind. */
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

    /** An option whose value may be anything of its kind. */
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

    /** A required option. */
    public static OptionSpec required(String key, Kind kind, String description) {
        return new OptionSpec(key, kind, true, description);
    }

    /** An optional option. */
    public static OptionSpec optional(String key, Kind kind, String description) {
        return new OptionSpec(key, kind, false, description);
    }

    /** Returns the same option, whose value has to keep to {@code constraint}. */
    public OptionSpec with(Constraint constraint) {
        return new OptionSpec(key, kind, required, description, constraint, defaultValue, example);
    }

    /**
     * Returns the same option, which counts as {@code value} where it is absent. {@code config
     * init} writes it, so hand over the very constant that the reading of the option falls back to.
     */
    public OptionSpec withDefault(Object value) {
        return new OptionSpec(
                key, kind, required, description, constraint, Optional.of(value), example);
    }

    /** Returns the same option with a value to show in {@code config init}, as YAML. */
    public OptionSpec withExample(String yaml) {
        return new OptionSpec(
                key, kind, required, description, constraint, defaultValue, Optional.of(yaml));
    }

    /** Returns the default as it would be written in the file; empty if there is none. */
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
