package dev.gateway.sim.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.server.Request;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of a control request.
 *
 * @param json an object
 */
record ControlBody(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ControlBody read(Request request) throws ControlError {
        try {
            JsonNode body =
                    request.body().length == 0
                            ? JSON.createObjectNode()
                            : JSON.readTree(request.body());
            if (!body.isObject()) {
                throw new ControlError(400, "the body has to be a JSON object");
            }
            return new ControlBody(body);
        } catch (IOException noJson) {
            throw new ControlError(400, "the body has to be a JSON object");
        }
    }

    Optional<String> text(String name) {
        return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
    }

    String required(String name) throws ControlError {
        return text(name).orElseThrow(() -> new ControlError(400, "missing: " + name));
    }
}
