package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The protocol of the Bot API: a method, a JSON or multipart body, a result or an error.
 * Thread-safe. The token is part of each address, so no address ever becomes part of a message.
 */
final class BotApi {

    /** The largest accepted response; the server's own limit is about 4 MiB. */
    private static final long ANSWER_LIMIT = 8L << 20;

    private static final String POLL = "getUpdates";

    /** The methods that may be repeated without harm; a message would be sent twice. */
    private static final Pattern REPEATABLE = Pattern.compile("(get|set|delete)[A-Z]\\w*");

    private final TelegramSettings settings;
    private final HttpClient http;

    BotApi(TelegramSettings settings, HttpClient http) {
        this.settings = settings;
        this.http = http;
    }

    /** Returns an empty body. */
    static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Calls a method with a JSON body and returns its result. */
    JsonNode call(String method, ObjectNode body, Duration within, CancellationScope scope)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        return call(method, body.toString(), within, scope);
    }

    /** Calls a method with a prepared JSON body and returns its result. */
    JsonNode call(String method, String json, Duration within, CancellationScope scope)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        return call(method, "application/json", RequestBody.text(json), within, scope);
    }

    /**
     * Calls a method and returns its result.
     *
     * @param within time until the last byte of the response
     * @param scope ends the call when cancelled
     * @throws BotApiException if the server responds with an error
     * @throws Unreachable if there is no response, or a malformed one
     */
    JsonNode call(
            String method, String type, RequestBody body, Duration within, CancellationScope scope)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        try {
            return result(method, exchange(method, type, body, within, scope));
        } catch (HttpCallException e) {
            throw new Unreachable("Telegram " + method + " failed: " + e.getMessage());
        }
    }

    /**
     * Polls with a JSON body; passes a response that cannot be read as a whole to {@code
     * unreadable}.
     */
    JsonNode poll(
            String json,
            Duration within,
            CancellationScope scope,
            UnreadableUpdateHandler unreadable)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = exchange(POLL, "application/json", RequestBody.text(json), within, scope);
        } catch (HttpCallException e) {
            if (e.kind() == HttpCallException.Kind.TOO_LARGE) {
                unreadable.onTooLarge();
            }
            throw new Unreachable("Telegram " + POLL + " failed: " + e.getMessage());
        }
        JsonNode envelope = envelope(answer.body());
        if (envelope == null && answer.statusCode() == 200) {
            Optional<JsonNode> updates = unreadable.salvage(answer.body());
            if (updates.isPresent()) {
                return updates.get();
            }
        }
        JsonNode result = result(POLL, answer, envelope);
        unreadable.onReadable(result);
        return result;
    }

    private HttpResponse<byte[]> exchange(
            String method, String type, RequestBody body, Duration within, CancellationScope scope)
            throws HttpCallException, CallCancelledException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.method(method))
                        .header("Content-Type", type)
                        .post(body);
        if (REPEATABLE.matcher(method).matches()) {
            request.repeatable();
        }
        if (method.equals(POLL)) {
            request.poll();
        }
        return http.send(request.build(), BodyReader.bytes(ANSWER_LIMIT), within, scope);
    }

    /**
     * Downloads a file of at most {@code limit} bytes, or the rest of one.
     *
     * @param into an existing file with the first {@code from} bytes, which stay if the server
     *     sends files from any position
     */
    void download(
            String path, Path into, long from, long limit, Duration within, CancellationScope scope)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.file(path));
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<Path> answer;
        try {
            answer = http.send(request.build(), fileReader(into, limit), within, scope);
        } catch (HttpCallException e) {
            if (e.kind() == HttpCallException.Kind.TOO_LARGE) {
                throw refusedDownload(413, e.getMessage(), Optional.empty());
            }
            throw new Unreachable("Telegram file download failed: " + e.getMessage());
        }
        boolean rest = answer.statusCode() == 206 && from > 0;
        if (answer.statusCode() != 200 && !rest) {
            throw refusedDownload(answer.statusCode(), "", retryAfter(answer));
        }
    }

    /** Returns a reader that writes no error page into the file. */
    private static BodyReader<Path> fileReader(Path into, long limit) {
        return (head, body) -> {
            switch (head.statusCode()) {
                case 200 -> BodyReader.file(into, limit).read(head, body);
                case 206 -> BodyReader.behind(into, limit).read(head, body);
                default -> BodyReader.bytes(ANSWER_LIMIT).read(head, body);
            }
            return into;
        };
    }

    private static BotApiException refusedDownload(
            int code, String description, Optional<Duration> retryAfter) {
        return new BotApiException(
                "a file download", code, description, retryAfter, OptionalLong.empty());
    }

    /** Returns the result in a response. */
    JsonNode result(String method, HttpResponse<byte[]> answer)
            throws BotApiException, Unreachable {
        return result(method, answer, envelope(answer.body()));
    }

    private JsonNode result(String method, HttpResponse<byte[]> answer, JsonNode envelope)
            throws BotApiException, Unreachable {
        int status = answer.statusCode();
        if (envelope == null) {
            if (status == 429) {
                throw new BotApiException(
                        method, status, "", retryAfter(answer), OptionalLong.empty());
            }
            throw new Unreachable(
                    "Telegram "
                            + method
                            + " failed: answer "
                            + status
                            + " of "
                            + answer.body().length
                            + " bytes is not of the Bot API");
        }
        if (envelope.path("ok").asBoolean()) {
            return envelope.path("result");
        }
        JsonNode parameters = envelope.path("parameters");
        JsonNode seconds = parameters.path("retry_after");
        JsonNode migrateTo = parameters.path("migrate_to_chat_id");
        throw new BotApiException(
                method,
                envelope.path("error_code").asInt(),
                OneLine.of(http.redact(envelope.path("description").asText(""))),
                seconds.isNumber()
                        ? Optional.of(Duration.ofSeconds(seconds.asLong()))
                        : retryAfter(answer),
                migrateTo.canConvertToLong()
                        ? OptionalLong.of(migrateTo.asLong())
                        : OptionalLong.empty());
    }

    /**
     * Returns the response as an object with {@code ok}, and with an {@code error_code} if that is
     * false; null for anything else: an error of a server in between is never taken for Telegram's.
     */
    private static JsonNode envelope(byte[] body) {
        try {
            JsonNode tree = TelegramJson.MAPPER.readTree(body);
            boolean whole =
                    tree != null
                            && tree.path("ok").isBoolean()
                            && (tree.path("ok").asBoolean() || tree.path("error_code").isInt());
            return whole ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
