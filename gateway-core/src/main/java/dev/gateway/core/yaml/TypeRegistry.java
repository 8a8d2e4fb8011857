package dev.gateway.core.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types that one kind of entry can have, by name. */
public final class TypeRegistry {

    private final String what;
    private final String place;
    private final Map<String, TypeSchema> schemas = new LinkedHashMap<>();

    /**
     * Creates a registry of {@code schemas}.
     *
     * @param what the kind of entry in messages: platform or handler
     * @param place the folder of further types; empty if there is none
     */
    public TypeRegistry(String what, Collection<TypeSchema> schemas, String place) {
        this.what = what;
        this.place = place;
        for (TypeSchema schema : schemas) {
            this.schemas.put(schema.type(), schema);
        }
    }

    public Collection<TypeSchema> all() {
        return schemas.values();
    }

    public Optional<TypeSchema> find(String type) {
        return Optional.ofNullable(schemas.get(type));
    }

    /** Returns the schema of the type that {@code entry} names; reports an unknown type. */
    public Optional<TypeSchema> named(
            YamlEntry entry, ResolvedValue type, Diagnostics diagnostics) {
        Optional<TypeSchema> schema = find(type.text());
        if (schema.isEmpty()) {
            diagnostics.problem(
                    entry,
                    MessageRedactor.value(type) + " is not a type of " + what,
                    type.literal() ? remedy(type.text()) : known() + elsewhere());
        }
        return schema;
    }

    private String remedy(String type) {
        return SpellingSuggestion.among(type, schemas.keySet())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> known() + elsewhere());
    }

    private String elsewhere() {
        return place.isEmpty() ? "" : "; adapters of your own are looked for in " + place;
    }

    /** Returns a remedy that lists all types. */
    public String known() {
        return "known types: " + String.join(", ", schemas.keySet());
    }
}
