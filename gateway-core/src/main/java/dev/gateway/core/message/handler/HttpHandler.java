package dev.gateway.core.message.handler;

import dev.gateway.core.config.Options;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.http.ResponseHead;
import dev.gateway.core.http.service.HttpCalls;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.MessageMemoryShare;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Handler that posts messages to a web service of the operator. Each message is a POST of {@link
 * MessageJson}; the answer is {@code {"answers": [{"text": …}, …]}}, or one {@code {"text": …}}, or
 * plain text, or 204 for silence. Anything else fails, and the message is posted again later with
 * the same {@code id}, which is also in the header {@code X-Gateway-Id}. With a secret, {@code
 * X-Gateway-Signature} is the {@link HmacSignature} over {@code X-Gateway-Timestamp} (seconds) and
 * the body.
 */
final class HttpHandler implements MessageHandler {

    private static final int MAX_BYTES = 16 << 20;
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI url;
    private final Optional<Secret> secret;
    private final Duration timeout;
    private final AnswerJson reader;
    private final Clock clock;
    private final HttpCalls calls;

    HttpHandler(
            URI url,
            Optional<Secret> secret,
            Duration timeout,
            AnswerJson reader,
            Clock clock,
            ProxyPolicy proxy) {
        this.calls = new HttpCalls("handler-http", proxy);
        this.url = url;
        this.secret = secret;
        this.timeout = timeout;
        this.reader = reader;
        this.clock = clock;
    }

    static HttpHandler of(Options options, ProxyPolicy proxy, HandlerContext context) {
        return new HttpHandler(
                options.uri("url").orElseThrow(),
                options.secret("secret"),
                options.duration("timeout").orElse(TIMEOUT),
                new AnswerJson(context.media(), false),
                Clock.systemUTC(),
                proxy);
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        Outcome outcome;
        try {
            outcome = calls.call(post(request), timeout, (head, body) -> read(request, head, body));
        } catch (IOException e) {
            throw new HandlerException(e.getMessage(), e);
        }
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.answers();
    }

    @Override
    public void close() {
        calls.close();
    }

    private Outcome read(Request request, ResponseHead head, InputStream body)
            throws IOException, InterruptedException {
        String type = head.headers().firstValue("content-type").orElse("application/json");
        try {
            return new Outcome(
                    answers(request.id(), head.statusCode(), type, body, request.memory()), null);
        } catch (HandlerException e) {
            return new Outcome(List.of(), e);
        }
    }

    /** Returns the answers of a response of any kind. */
    List<Answer> answers(
            String id, int status, String type, InputStream body, MessageMemoryShare memory)
            throws IOException, HandlerException, InterruptedException {
        if (status == 204) {
            return List.of();
        }
        String host = HttpCalls.host(url);
        if (status < 200 || status > 299 || status == 206) {
            throw new HandlerException(host + " answered " + status, null);
        }
        var bounded = new BoundedInputStream(body, MAX_BYTES);
        if (!type.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
            try {
                return reader.readBody(id, bounded, memory);
            } catch (HandlerException e) {
                throw new HandlerException(host + ": " + e.getMessage(), e.getCause());
            }
        }
        byte[] text = bounded.readNBytes(MessageMemoryShare.MAX_TEXT + 1);
        if (text.length > MessageMemoryShare.MAX_TEXT) {
            throw new HandlerException(host + " answered a text of more than 256 KiB", null);
        }
        Answer answer = Answer.of(new String(text, charset(type)));
        if (answer.text().isBlank()) {
            throw new HandlerException(
                    host + " answered nothing; 204 says that there is nothing to say", null);
        }
        memory.await(answer.text());
        return List.of(answer);
    }

    private static Charset charset(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(type.substring(at + 8).split(";")[0].replace("\"", "").strip());
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private HttpRequest post(Request request) {
        byte[] body = MessageJson.write(request).toString().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder post =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .header("X-Gateway-Id", request.id())
                        .header("X-Gateway-Timestamp", timestamp)
                        .post(RequestBody.bytes(body))
                        .repeatable();
        secret.ifPresent(
                key -> post.header("X-Gateway-Signature", HmacSignature.of(key, timestamp, body)));
        return post.build();
    }

    /** The result of a response: answers, or the reason why there are none. */
    private record Outcome(List<Answer> answers, HandlerException failure) {}
}
