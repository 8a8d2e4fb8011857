package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A factory of the platform's answers: always HTTP 200 with the wrong content type. */
final class IlinkResponseFactory {

    private static final String OCTETS = "application/octet-stream";

    private IlinkResponseFactory() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns a stage that has this response already. */
    static CompletionStage<Response> completed(Response response) {
        return CompletableFuture.completedFuture(response);
    }

    static Response of(JsonNode body) {
        return Response.text(200, OCTETS, body.toString());
    }

    /** Returns the answer of sendmessage, which is the same for a message that is dropped. */
    static Response empty() {
        return of(object());
    }

    static Response ok() {
        return of(object().put("ret", 0).put("errmsg", ""));
    }

    static Response refused(int ret, String words) {
        return of(object().put("ret", ret).put("errmsg", words));
    }

    static Response invalid() {
        return refused(-1, "invalid param");
    }

    static Response sessionOver() {
        return of(object().put("errcode", -14).put("errmsg", "session timeout"));
    }

    /** Returns the answer of an edge in front of the platform that timed out. */
    static Response edgeTimeout() {
        return Response.text(524, "text/html", "<html>error code: 524</html>");
    }
}
