package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.server.MultipartFormReader;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The arguments of one call in any encoding. Numbers and nested objects are kept as their JSON
 * text, as the platform does.
 *
 * @param values by name
 * @param files uploaded with the call, by name of their part
 */
public record MethodArguments(
        Map<String, String> values, Map<String, MultipartFormReader.Upload> files) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the maps. */
    public MethodArguments {
        values = Map.copyOf(values);
        files = Map.copyOf(files);
    }

    /** Returns an argument that is present and not empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** Returns a number; an argument that is no number counts as 0, as on the platform. */
    public OptionalLong number(String name) {
        return text(name)
                .map(
                        value ->
                                OptionalLong.of(
                                        value.matches("[+-]?\\d{1,18}")
                                                ? Long.parseLong(value)
                                                : 0))
                .orElse(OptionalLong.empty());
    }

    /** Returns true if an argument says yes. */
    public boolean flag(String name) {
        return text(name)
                .map(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .orElse(false);
    }

    /** Returns a nested object or array; a missing node if it is absent or no JSON. */
    public JsonNode json(String name) {
        try {
            return text(name).isEmpty() ? JSON.missingNode() : JSON.readTree(values.get(name));
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
