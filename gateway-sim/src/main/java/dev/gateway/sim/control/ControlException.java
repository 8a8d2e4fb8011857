package dev.gateway.sim.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.server.Response;

/** A request that the control API rejects. */
final class ControlException extends Exception {

    private final int status;

    ControlException(int status, String message) {
        super(message);
        this.status = status;
    }

    Response response() {
        return Response.json(
                status, JsonNodeFactory.instance.objectNode().put("error", getMessage()));
    }
}
