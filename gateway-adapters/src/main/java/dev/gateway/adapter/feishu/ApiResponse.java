package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.http.HttpHeaders;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform's response to one call.
 *
 * @param status the HTTP status; a business error is 400 with a code, an older one 200 with a code
 * @param code the platform's error code; -1 if there is none
 * @param msg its message on one line
 * @param json the whole body; missing if it was not JSON
 * @param reset the header that says when calls are allowed again
 * @param range the header that says which part of a file this is
 */
record ApiResponse(
        int status,
        long code,
        String msg,
        JsonNode json,
        Optional<Duration> reset,
        Optional<ContentRange> range) {

    static final int WHOLE = 200;
    static final int PART = 206;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:(\\d{1,15})-\\d{1,15}|\\*)/(\\d{1,15})");

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
                reset(response.headers()),
                range(response.headers()));
    }

    /**
     * The part of a file that a response holds.
     *
     * @param first the position of its first byte; -1 if it holds none
     * @param total the size of the whole file
     */
    record ContentRange(long first, long total) {}

    boolean isOk() {
        return (status == WHOLE || status == PART) && code == FeishuErrorCode.OK;
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

    private static Optional<ContentRange> range(HttpHeaders headers) {
        Matcher range = CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
        if (!range.matches()) {
            return Optional.empty();
        }
        long first = range.group(1) == null ? -1 : Long.parseLong(range.group(1));
        return Optional.of(new ContentRange(first, Long.parseLong(range.group(2))));
    }

    private static Optional<Duration> reset(HttpHeaders headers) {
        return headers.firstValue("x-ogw-ratelimit-reset")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }
}
