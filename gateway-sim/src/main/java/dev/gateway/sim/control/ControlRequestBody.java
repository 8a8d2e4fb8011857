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
record ControlRequestBody(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ControlRequestBody read(Request request) throws ControlException {
        try {
            JsonNode body =
                    request.body().length == 0
                            ? JSON.createObjectNode()
                            : JSON.readTree(request.body());
            if (!body.isObject()) {
                throw new ControlException(400, "the body has to be a JSON object");
            }
            return new ControlRequestBody(body);
        } catch (IOException noJson) {
            throw new ControlException(400, "the body has to be a JSON object");
        }
    }

    Optional<String> text(String name) {
        return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
    }

    String required(String name) throws ControlException {
        return text(name).orElseThrow(() -> new ControlException(400, "missing: " + name));
    }
}
