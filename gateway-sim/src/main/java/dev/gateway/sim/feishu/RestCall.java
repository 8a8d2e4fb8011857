package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.util.List;

/**
 * A REST call of an app.
 *
 * @param app who calls
 * @param request how
 * @param groups the parts of the path that are ids
 */
record RestCall(FeishuApp app, Request request, List<String> groups) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An id in the path, the first one being 1. */
    String group(int number) {
        return groups.get(number - 1);
    }

    /** The body, which has to be an object. */
    JsonNode json() throws FeishuException {
        return json(request);
    }

    static JsonNode json(Request request) throws FeishuException {
        try {
            JsonNode json = JSON.readTree(request.body());
            if (json.isObject()) {
                return json;
            }
        } catch (IOException noJson) {
            // Said below.
        }
        throw new FeishuException(9499, "Bad Request: the body is no JSON object");
    }

    /** A good answer with data. */
    static Response ok(JsonNode data) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0);
        answer.put("msg", "success").set("data", data);
        return Response.json(200, answer);
    }

    /** A good answer without. */
    static Response ok() {
        return ok(JsonNodeFactory.instance.objectNode());
    }
}
