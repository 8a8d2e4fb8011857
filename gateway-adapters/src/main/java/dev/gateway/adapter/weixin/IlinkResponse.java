package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import java.util.function.UnaryOperator;

/**
 * What the API answered, HTTP aside.
 *
 * @param body the whole object; empty if the answer was
 * @param code the first of {@code ret} and {@code errcode} that is there and not zero; success
 *     mostly comes without either
 * @param words {@code errmsg}, on one line
 */
record IlinkResponse(JsonNode body, long code, String words) {

    static final int OK = 0;
    static final int INVALID = -1;
    static final int REFUSED = -2;
    static final int SESSION_OVER = -14;

    private static final int LONGEST_WORDS = 200;

    static IlinkResponse of(JsonNode body, UnaryOperator<String> redact) {
        long ret = JsonFields.number(body, "ret");
        long errcode = JsonFields.number(body, "errcode");
        String words =
                redact.apply(JsonFields.text(body, "errmsg")).replaceAll("\\s+", " ").strip();
        // The session's end may stand in either, beside something else in the other.
        long code = errcode == SESSION_OVER || ret == OK ? errcode : ret;
        return new IlinkResponse(
                body, code, words.substring(0, Math.min(words.length(), LONGEST_WORDS)));
    }

    boolean isOk() {
        return code == OK;
    }

    /** For messages to people: the code and the platform's own words. */
    String reason() {
        return words.isEmpty() ? "code " + code : "code " + code + " (" + words + ")";
    }
}
