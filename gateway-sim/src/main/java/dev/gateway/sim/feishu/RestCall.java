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
 * @param app the calling app
 * @param request the HTTP request
 * @param groups the ids in the path
 */
record RestCall(FeishuApp app, Request request, List<String> groups) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns an id in the path, counted from 1. */
    String group(int number) {
        return groups.get(number - 1);
    }

    /** Returns the body, which has to be an object. */
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
            // Reported below.
        }
        throw new FeishuException(9499, "Bad Request: the body is no JSON object");
    }

    /** Returns a successful answer with data. */
    static Response ok(JsonNode data) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0);
        answer.put("msg", "success").set("data", data);
        return Response.json(200, answer);
    }

    /** Returns a successful answer without data. */
    static Response ok() {
        return ok(JsonNodeFactory.instance.objectNode());
    }
}
