package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A factory of the platform's successful answers, which wrap the result of a call in an envelope.
 */
final class BotApiResponseFactory {

    private BotApiResponseFactory() {}

    static Response ok(JsonNode result) {
        return Response.json(200, envelope(result));
    }

    static CompletionStage<Response> now(JsonNode result) {
        return CompletableFuture.completedFuture(ok(result));
    }

    static CompletionStage<Response> yes() {
        return now(BooleanNode.TRUE);
    }

    static CompletionStage<Response> yes(String description) {
        ObjectNode body = envelope(BooleanNode.TRUE).put("description", description);
        return CompletableFuture.completedFuture(Response.json(200, body));
    }

    private static ObjectNode envelope(JsonNode result) {
        return JsonNodeFactory.instance.objectNode().put("ok", true).set("result", result);
    }
}
