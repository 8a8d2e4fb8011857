package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.HttpHeaders;
import dev.gateway.adapter.http.HttpResponse;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The platform's response to one call.
 *
 * @param status the HTTP status; a business error is 400 with a code, an older one 200 with a code
 * @param code the platform's error code; -1 if there is none
 * @param msg its message on one line
 * @param json the whole body; missing if it was not JSON
 * @param reset the header that says when calls are allowed again
 */
record ApiResponse(int status, long code, String msg, JsonNode json, Optional<Duration> reset) {

    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);
    private static final int TOO_MANY_REQUESTS = 429;

    /**
     * Reads any response; one that is not JSON has code -1.
     *
     * @param redact removes secrets that the platform may repeat in its message
     */
    static ApiResponse of(HttpResponse<byte[]> response, UnaryOperator<String> redact) {
        JsonNode json = JsonCodec.read(response.body());
        JsonNode code = json.path("code");
        return new ApiResponse(
                response.statusCode(),
                code.canConvertToLong() ? code.asLong() : -1,
                OneLine.of(redact.apply(json.path("msg").asText())),
                json,
                reset(response.headers()));
    }

    boolean isOk() {
        return status == 200 && code == FeishuErrorCode.OK;
    }

    JsonNode data() {
        return json.path("data");
    }

    boolean isThrottled() {
        return status == TOO_MANY_REQUESTS || FeishuErrorCode.isThrottled(code);
    }

    /**
     * Returns the exception for a response that reports too many calls: of the app if the platform
     * says so, else of the called method.
     */
    PlatformException.Throttled toThrottled(String what) {
        Scope scope = FeishuErrorCode.isThrottledApp(code) ? Scope.ACCOUNT : Scope.CONVERSATION;
        return new PlatformException.Throttled(describe(what), reset.orElse(SHORT_PAUSE), scope);
    }

    /** Returns the failed action and the platform's description of the failure. */
    String describe(String what) {
        String error = code >= 0 ? "code " + code : "HTTP " + status + " without an error code";
        return "Feishu " + what + ": " + error + (msg.isEmpty() ? "" : ", " + msg);
    }

    private static Optional<Duration> reset(HttpHeaders headers) {
        return headers.firstValue("x-ogw-ratelimit-reset")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }
}
