package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.LongPollClient;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.json.PartialJson;
import dev.gateway.core.platform.PlatformException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The calls of the API. An expired session and HTTP throttling become {@link PlatformException}s
 * here; the meaning of the API's own codes depends on the call and is left to the caller.
 * Thread-safe.
 */
final class IlinkApi {

    /** The largest accepted response, in bytes. */
    static final long LARGEST_ANSWER = 16 << 20;

    /** The method of the long poll. */
    static final String POLL = "getupdates";

    private static final Duration THROTTLED = Duration.ofSeconds(30);
    private static final Duration LONGEST_THROTTLE = Duration.ofMinutes(10);

    private final WeixinSettings settings;
    private final HttpClient http;
    private final LongPollClient polls;
    private final LoginSession session;
    private final Consumer<String> unreadable;

    IlinkApi(
            WeixinSettings settings,
            HttpClient http,
            LongPollClient polls,
            LoginSession session,
            Consumer<String> unreadable) {
        this.settings = settings;
        this.http = http;
        this.polls = polls;
        this.session = session;
        this.unreadable = unreadable;
    }

    /** Calls a method; throws {@link PlatformException.Unreachable} if there is no response. */
    IlinkResponse call(String method, ObjectNode body, Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            return attempt(method, body, within, scope);
        } catch (HttpCallException | HttpStatusException e) {
            throw unreachable(method, e.getMessage());
        }
    }

    /** Calls a method; leaves the meaning of a missing response to the caller. */
    IlinkResponse attempt(String method, ObjectNode body, Duration within, CancellationScope scope)
            throws PlatformException,
                    HttpCallException,
                    HttpStatusException,
                    CallCancelledException,
                    InterruptedException {
        byte[] bytes = bytes(body);
        HttpRequest.Builder request = request(method).post(RequestBody.bytes(bytes));
        if (!method.contains("sendmessage")) {
            request.repeatable();
        }
        HttpResponse<byte[]> reply =
                http.send(request.build(), BodyReader.bytes(LARGEST_ANSWER), within, scope);
        String wait = reply.headers().firstValue("Retry-After").orElse("");
        return read(method, reply.statusCode(), wait, reply.body());
    }

    /** Polls; leaves the meaning of a missing response to the caller. */
    IlinkResponse poll(ObjectNode body, Duration within)
            throws PlatformException,
                    HttpCallException,
                    HttpStatusException,
                    CallCancelledException,
                    InterruptedException {
        return answer(
                polls.poll(request(POLL).post(RequestBody.bytes(bytes(body))).build(), within));
    }

    /** Returns the API's response in the HTTP response of a long poll. */
    IlinkResponse answer(HttpResponse<byte[]> reply) throws PlatformException, HttpStatusException {
        return read(
                POLL,
                reply.statusCode(),
                reply.headers().firstValue("Retry-After").orElse(""),
                reply.body());
    }

    PlatformException.Unreachable unreachable(String method, String why) {
        return new PlatformException.Unreachable(
                "Weixin " + method + " at " + URI.create(settings.api()).getHost() + ": " + why);
    }

    private IlinkResponse read(String method, int status, String retryAfter, byte[] body)
            throws PlatformException, HttpStatusException {
        if (status == 401 && isOfTheApi(body)) {
            throw session.markExpired("HTTP 401");
        }
        if (status == 429) {
            throw new PlatformException.Throttled(
                    "Weixin " + method + ": HTTP 429", retryAfter(retryAfter));
        }
        if (status / 100 != 2) {
            throw new HttpStatusException(status);
        }
        IlinkResponse answer = IlinkResponse.of(parse(method, body), http::redact);
        if (answer.code() == IlinkResponse.SESSION_EXPIRED) {
            throw session.markExpired(answer.reason());
        }
        return answer;
    }

    /**
     * Returns whether the API sent the body, and not a server in between, which knows nothing of
     * the session.
     */
    private static boolean isOfTheApi(byte[] body) {
        try {
            JsonNode node = JsonCodec.MAPPER.readTree(body);
            return node == null || node.isMissingNode() || node.isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String method) throws PlatformException {
        HttpRequest.Builder request =
                IlinkHeaders.post(
                        HttpRequest.newBuilder(
                                URI.create(settings.api() + "/ilink/bot/" + method)));
        try {
            request.header("Authorization", "Bearer " + settings.token().reveal());
        } catch (IllegalArgumentException e) {
            // Without a cause, whose message would quote the token.
            throw new PlatformException.Rejected(
                    "The Weixin token holds characters that no token has",
                    "Check the token in the config for line breaks and quotes.");
        }
        settings.routeTag().ifPresent(tag -> request.header("SKRouteTag", tag));
        return request;
    }

    /** Parses a body. Its content type is application/octet-stream and is ignored. */
    private JsonNode parse(String method, byte[] body) throws PlatformException.Unreachable {
        try {
            JsonNode node = method.equals(POLL) ? polled(body) : JsonCodec.MAPPER.readTree(body);
            if (node == null || node.isMissingNode()) {
                return JsonCodec.MAPPER.createObjectNode();
            }
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // The parser's message would quote the response, which may contain anything.
        }
        throw unreachable(method, "an answer of " + body.length + " bytes that is no JSON object");
    }

    /**
     * Parses the body of a poll. A body that exceeds the bounds does so every time and would be
     * requested for ever, so its readable rest is taken if the cursor after it is there.
     */
    private JsonNode polled(byte[] body) throws IOException {
        try {
            return JsonCodec.MAPPER.readTree(body);
        } catch (StreamConstraintsException e) {
            JsonNode part =
                    PartialJson.of(body)
                            .map(PartialJson.Part::tree)
                            .filter(tree -> !JsonFields.text(tree, "get_updates_buf").isEmpty())
                            .orElseThrow(() -> e);
            unreadable.accept(
                    "an answer of "
                            + body.length
                            + " bytes: read in part, what cannot be read left out");
            return part;
        }
    }

    private static Duration retryAfter(String header) {
        try {
            long seconds = Long.parseLong(header.strip());
            return Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_THROTTLE.toSeconds())));
        } catch (NumberFormatException e) {
            return THROTTLED;
        }
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JsonCodec.MAPPER.writeValueAsBytes(IlinkHeaders.withBaseInfo(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
