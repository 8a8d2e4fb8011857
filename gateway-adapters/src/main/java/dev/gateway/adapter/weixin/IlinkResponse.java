package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.text.OneLine;
import java.util.function.UnaryOperator;

/**
 * A response of the API, apart from HTTP.
 *
 * @param body the whole object; empty if the response was
 * @param code the first of {@code ret} and {@code errcode} that is present and not zero; success
 *     mostly has neither
 * @param message {@code errmsg} on one line
 */
record IlinkResponse(JsonNode body, long code, String message) {

    static final int OK = 0;
    static final int INVALID = -1;
    static final int REFUSED = -2;
    static final int SESSION_EXPIRED = -14;

    static IlinkResponse of(JsonNode body, UnaryOperator<String> redact) {
        long ret = JsonFields.number(body, "ret");
        long errcode = JsonFields.number(body, "errcode");
        String message = OneLine.of(redact.apply(JsonFields.text(body, "errmsg")));
        // An expired session may be in either, with another code in the other.
        long code = errcode == SESSION_EXPIRED || ret == OK ? errcode : ret;
        return new IlinkResponse(body, code, message);
    }

    boolean isOk() {
        return code == OK;
    }

    /** Returns the code and the platform's message, for messages to operators. */
    String reason() {
        return message.isEmpty() ? "code " + code : "code " + code + " (" + message + ")";
    }
}
