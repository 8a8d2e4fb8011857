package dev.gateway.core.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The headers of a response; names are case-insensitive. Immutable. */
public final class HttpHeaders {

    private final Map<String, List<String>> values;

    private HttpHeaders(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Returns the first value of a header. */
    public Optional<String> firstValue(String name) {
        return all(name).stream().findFirst();
    }

    /** Returns every value of a header, in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Returns whether the comma-separated values of a header contain {@code word}. */
    boolean has(String name, String word) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(part -> part.strip().equalsIgnoreCase(word));
    }

    /** A builder for the headers of one response. */
    static final class Collector {

        private final Map<String, List<String>> values = new HashMap<>();

        void add(String name, String value) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
        }

        HttpHeaders build() {
            return new HttpHeaders(values);
        }
    }
}
