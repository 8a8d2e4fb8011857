package dev.gateway.core.message.handler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.Secret;
import dev.gateway.core.http.HttpCalls;
import dev.gateway.core.message.MessageHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A web service of the operator's. Each message is a POST of {@link MessageJson}; the answer is
 * {@code {"answers": [{"text": …}, …]}}, or one {@code {"text": …}}, or plain text, or 204 for
 * silence. Anything else fails, and the message is posted again later with the same {@code id},
 * which is also in the header {@code X-Gateway-Id}. With a secret, {@code X-Gateway-Signature} is
 * the {@link Signature} over {@code X-Gateway-Timestamp} (seconds) and the body.
 */
final class HttpHandler implements MessageHandler {

    private static final int MOST_BYTES = 16 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI url;
    private final Optional<Secret> secret;
    private final Duration timeout;
    private final AnswerJson reader;
    private final Clock clock;
    private final HttpCalls calls = new HttpCalls("handler-http");

    HttpHandler(
            URI url, Optional<Secret> secret, Duration timeout, AnswerJson reader, Clock clock) {
        this.url = url;
        this.secret = secret;
        this.timeout = timeout;
        this.reader = reader;
        this.clock = clock;
    }

    static HttpHandler of(Options options, HandlerContext context) {
        return new HttpHandler(
                options.uri("url").orElseThrow(),
                options.secret("secret"),
                options.duration("timeout").orElse(TIMEOUT),
                new AnswerJson(context.media(), false),
                Clock.systemUTC());
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        try {
            return answers(
                    request.id(), calls.call(post(request), timeout, HttpHandler::responseOf));
        } catch (IOException e) {
            throw new HandlerException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private static Response responseOf(HttpResponse<?> head, InputStream body) throws IOException {
        return new Response(
                head.statusCode(),
                head.headers().firstValue("content-type").orElse("application/json"),
                new BoundedInput(body, MOST_BYTES).readAllBytes());
    }

    /** Returns what a response of any kind says. */
    List<Answer> answers(String id, Response response) throws HandlerException {
        int status = response.status();
        if (status < 200 || status > 299) {
            throw new HandlerException(HttpCalls.host(url) + " answered " + status, null);
        }
        if (status == 204 || response.body().length == 0) {
            return List.of();
        }
        return response.type().startsWith("text/plain")
                ? List.of(Answer.of(new String(response.body(), StandardCharsets.UTF_8)))
                : answers(id, response.body());
    }

    private HttpRequest post(Request request) {
        byte[] body = MessageJson.write(request).toString().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder post =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .header("X-Gateway-Id", request.id())
                        .header("X-Gateway-Timestamp", timestamp)
                        .POST(BodyPublishers.ofByteArray(body));
        secret.ifPresent(
                key -> post.header("X-Gateway-Signature", Signature.of(key, timestamp, body)));
        return post.build();
    }

    private List<Answer> answers(String id, byte[] body) throws HandlerException {
        JsonNode json;
        try {
            json = MessageJson.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new HandlerException(HttpCalls.host(url) + " answered what is no JSON", null);
        }
        List<Answer> answers = new ArrayList<>();
        if (json.path("answers").isArray()) {
            if (json.get("answers").size() > Exchange.MOST_ANSWERS) {
                throw new HandlerException(
                        HttpCalls.host(url) + " gave too many answers to one message", null);
            }
            for (JsonNode answer : json.get("answers")) {
                reader.read(id + "-" + answers.size(), answer).ifPresent(answers::add);
            }
        } else {
            reader.read(id, json).ifPresent(answers::add);
        }
        return answers;
    }

    /** One response with its whole body. */
    record Response(int status, String type, byte[] body) {}
}
