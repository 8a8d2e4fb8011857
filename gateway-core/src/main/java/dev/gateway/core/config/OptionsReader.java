package dev.gateway.core.config;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.TypeSchema;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reader of the options that the schema of one platform or handler type declares. */
final class OptionsReader {

    private final ValueReader values;
    private final Diagnostics diagnostics;

    OptionsReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /**
     * Reads the options of {@code schema} from {@code mapping}.
     *
     * @param common keys that other code reads
     * @param active false for a disabled entry: it may lack required options, and its references
     *     are not resolved
     */
    Options read(YamlMapping mapping, TypeSchema schema, List<String> common, boolean active) {
        Map<String, Object> read = new HashMap<>();
        for (OptionSpec option : schema.options()) {
            if (common.contains(option.key())) {
                continue;
            }
            var entry = mapping.entry(option.key());
            if (entry.isPresent() && !(entry.get().isEmpty() && !active)) {
                values.read(entry.get(), option, active)
                        .ifPresent(value -> read.put(option.key(), value));
                reportEmptyList(entry.get(), option, read.get(option.key()), active);
            } else if (entry.isEmpty() && option.required() && active) {
                mapping.missing(
                        option.key(),
                        "required by " + schema.type() + " and missing",
                        "add '" + option.key() + ": …' (" + fragment(option.description()) + ")");
            }
        }
        mapping.reportUnknown(known(common, List.of(schema)), Map.of());
        return Options.of(read);
    }

    private static String fragment(String description) {
        String text = description.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private void reportEmptyList(YamlEntry entry, OptionSpec option, Object value, boolean active) {
        if (active && option.required() && value instanceof List<?> list && list.isEmpty()) {
            diagnostics.problem(entry, "is an empty list", "add at least one value");
        } else if (active && option.required() && value instanceof List<?> list && isBlank(list)) {
            diagnostics.problem(entry, "begins with an empty text", "write the first value");
        }
    }

    private static boolean isBlank(List<?> list) {
        return list.get(0) instanceof String first && first.isBlank();
    }

    /** Reports the keys of an entry of unknown type that no type declares. */
    void reportUnknownInAnyType(
            YamlMapping mapping, Iterable<TypeSchema> schemas, List<String> common) {
        mapping.reportUnknown(known(common, schemas), Map.of());
    }

    private static List<String> known(List<String> common, Iterable<TypeSchema> schemas) {
        Set<String> keys = new LinkedHashSet<>(common);
        for (TypeSchema schema : schemas) {
            for (OptionSpec option : schema.options()) {
                keys.add(option.key());
            }
        }
        return new ArrayList<>(keys);
    }
}
