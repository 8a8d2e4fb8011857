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

    /** No options at all. */
    public static Options none() {
        return NONE;
    }

    /** Wraps values that were already validated against their schema. */
    public static Options of(Map<String, Object> values) {
        return new Options(values);
    }

    /** A text option, if it was given. */
    public Optional<String> text(String key) {
        return get(key, String.class);
    }

    /** A secret option, if it was given. */
    public Optional<Secret> secret(String key) {
        return get(key, Secret.class);
    }

    /** A duration option, if it was given. */
    public Optional<Duration> duration(String key) {
        return get(key, Duration.class);
    }

    /** A whole-number option, if it was given. */
    public Optional<Long> integer(String key) {
        return get(key, Long.class);
    }

    /** A yes-or-no option, if it was given. */
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class);
    }

    /** An address option, if it was given. */
    public Optional<URI> uri(String key) {
        return get(key, URI.class);
    }

    /** A list option; empty if it was not given. */
    public List<String> textList(String key) {
        Object value = values.get(key);
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String.class::cast).toList();
    }

    /** All values by key; secrets print masked. */
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

    /** The keys alone: also a text, a command or an address can hold what nobody must see. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
