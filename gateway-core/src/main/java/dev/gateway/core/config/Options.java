package dev.gateway.core.config;

import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The validated options of one platform or handler, by key. A value has the Java type of its {@link
 * OptionSpec.Kind}: String, {@link Secret}, {@link Duration}, Long, Boolean, {@link URI} or a list
 * of String. Asking for another type than the schema declares is a programming error and throws
 * {@link ClassCastException}.
 */
public final class Options {

    private static final Options NONE = new Options(Map.of());

    private final Map<String, Object> values;

    private Options(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns an instance without options. */
    public static Options none() {
        return NONE;
    }

    /** Wraps values that were already validated against their schema. */
    public static Options of(Map<String, Object> values) {
        return new Options(values);
    }

    /** Returns a text option, if present. */
    public Optional<String> text(String key) {
        return get(key, String.class);
    }

    /** Returns a secret option, if present. */
    public Optional<Secret> secret(String key) {
        return get(key, Secret.class);
    }

    /** Returns a duration option, if present. */
    public Optional<Duration> duration(String key) {
        return get(key, Duration.class);
    }

    /** Returns a whole-number option, if present. */
    public Optional<Long> integer(String key) {
        return get(key, Long.class);
    }

    /** Returns a yes-or-no option, if present. */
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class);
    }

    /** Returns an address option, if present. */
    public Optional<URI> uri(String key) {
        return get(key, URI.class);
    }

    /** Returns a list option; empty if absent. */
    public List<String> textList(String key) {
        Object value = values.get(key);
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String.class::cast).toList();
    }

    /** Returns all values by key; secrets print masked. */
    public Map<String, Object> asMap() {
        return values;
    }

    private <T> Optional<T> get(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && options.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns the keys alone: a text, a command or an address can hold a secret too. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
