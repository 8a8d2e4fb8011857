package dev.gateway.sim.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultParser;
import dev.gateway.sim.server.FaultRegistry;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;

/** The control API of the faults of one platform. */
final class FaultControl {

    private final FaultRegistry faults;

    FaultControl(FaultRegistry faults) {
        this.faults = faults;
    }

    JsonNode list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        faults.rules()
                .forEach(
                        (id, rule) -> {
                            ObjectNode json = list.putObject(id);
                            json.put("fault", rule.fault().getClass().getSimpleName());
                            json.put("method", rule.method()).put("path", rule.path());
                            if (!rule.containing().isEmpty()) {
                                json.put("containing", rule.containing());
                            }
                            if (rule.times() != FaultRule.ALWAYS) {
                                json.put("times", rule.times());
                            }
                            json.put("struck", faults.injectedCount(id));
                        });
        return list;
    }

    String add(ControlRequestBody body) throws ControlException {
        Fault fault = FaultParser.fault(body.required("fault"));
        if (fault instanceof Fault.Answer answer) {
            fault = new Fault.Answer(answer(answer.response(), body.json()));
        }
        return faults.add(
                new FaultRule(
                        body.text("method").orElse("*"),
                        body.text("path").orElse("*"),
                        body.text("containing").orElse(""),
                        body.json().path("times").asInt(FaultRule.ALWAYS),
                        fault));
    }

    private static Response answer(Response response, JsonNode json) {
        Response answer = response;
        JsonNode body = json.path("body");
        if (body.isTextual()) {
            answer = Response.text(response.status(), "text/html", body.asText());
        } else if (!body.isMissingNode()) {
            answer = Response.json(response.status(), body);
        }
        for (var header : json.path("headers").properties()) {
            answer = answer.withHeader(header.getKey(), header.getValue().asText());
        }
        return answer;
    }

    /** Removes one fault, or all if {@code id} is empty. */
    boolean remove(String id) {
        if (id.isEmpty()) {
            faults.clear();
            return true;
        }
        return faults.remove(id);
    }
}
