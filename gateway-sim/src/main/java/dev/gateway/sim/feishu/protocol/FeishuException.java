package dev.gateway.sim.feishu.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.server.Response;

/** An error in the platform's form: HTTP 400 with a code, unless another status is given. */
public final class FeishuException extends Exception {

    private final int status;
    private final long code;

    /** Creates an error with this HTTP status and code. */
    public FeishuException(int status, long code, String msg) {
        super(msg);
        this.status = status;
        this.code = code;
    }

    /** Creates an error with HTTP status 400. */
    public FeishuException(long code, String msg) {
        this(400, code, msg);
    }

    /** Returns the error for an invalid parameter. */
    public static FeishuException invalid(String what) {
        return new FeishuException(
                230001, "Your request contains an invalid request parameter: " + what);
    }

    /** Returns the error as an answer. */
    public Response response() {
        return Response.json(
                status,
                JsonNodeFactory.instance.objectNode().put("code", code).put("msg", getMessage()));
    }
}
