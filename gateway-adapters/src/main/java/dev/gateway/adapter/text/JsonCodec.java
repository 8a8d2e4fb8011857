package dev.gateway.adapter.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gateway.core.json.BoundedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A reader and writer of JSON. Input that is not JSON reads as a missing node. */
public final class JsonCodec {

    /** The mapper for JSON of platforms, with bounds against hostile input. */
    public static final ObjectMapper MAPPER = BoundedJson.mapper();

    private JsonCodec() {}

    public static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    public static JsonNode read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] bytes(Map<String, ?> json) {
        return text(json).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(Map<String, ?> json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }
}
