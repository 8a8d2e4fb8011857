package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers as the platform gives them: HTTP 200 and the wrong content type, whatever happened. */
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

    /** As sendmessage says yes, also to what it drops. */
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

    /** An edge in front of the platform lost patience. */
    static Response edgeTimeout() {
        return Response.text(524, "text/html", "<html>error code: 524</html>");
    }
}
