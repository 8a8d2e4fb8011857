package dev.gateway.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of all steps or of all expectations, each with its record type. */
final class KeywordRegistry {

    private final Map<String, Class<? extends Record>> types = new LinkedHashMap<>();

    private KeywordRegistry(Class<?> sealed) {
        add(sealed);
    }

    static KeywordRegistry ofSteps() {
        return new KeywordRegistry(Step.class);
    }

    static KeywordRegistry ofExpectations() {
        return new KeywordRegistry(Expectation.class);
    }

    private void add(Class<?> sealed) {
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            if (type.isSealed()) {
                add(type);
            } else {
                types.putIfAbsent(of(type.asSubclass(Record.class)), type.asSubclass(Record.class));
            }
        }
    }

    static String of(Class<? extends Record> type) {
        return type.getAnnotation(Keyword.class).value();
    }

    List<String> known() {
        return List.copyOf(types.keySet());
    }

    Class<? extends Record> type(String word) {
        return types.get(word);
    }

    /**
     * Returns the reference: for each word its description, and its keys with their default values.
     */
    List<String> reference() {
        return types.values().stream().flatMap(KeywordRegistry::reference).toList();
    }

    private static Stream<String> reference(Class<? extends Record> type) {
        Keyword keyword = type.getAnnotation(Keyword.class);
        String keys =
                RecordSchema.of(type).keySchemas().stream()
                        .map(KeywordRegistry::key)
                        .collect(Collectors.joining(", "));
        return Stream.of(
                "%-15s %s".formatted(keyword.value(), keyword.description()),
                keys.isEmpty() ? "" : " ".repeat(16) + "{" + keys + "}");
    }

    private static String key(RecordSchema.KeySchema key) {
        String name = key.main() ? "*" + key.key() : key.key();
        return name
                + key.defaultValue()
                        .map(defaultValue -> ": " + defaultValue)
                        .orElse(key.required() ? "!" : "");
    }
}
