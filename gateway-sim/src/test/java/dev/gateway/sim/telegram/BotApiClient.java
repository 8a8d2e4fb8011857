package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A client of the Bot API that follows its documentation; it has its own connections. */
final class BotApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    BotApiClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    BotApiClient(FakeTelegram telegram) {
        this(telegram.server().uri(), telegram.token());
    }

    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        JsonNode result() {
            return body.path("result");
        }

        String description() {
            return body.path("description").asText();
        }
    }

    CompletableFuture<Answer> later(String method, Map<String, ?> arguments) {
        HttpRequest request =
                request(method)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json(arguments)))
                        .build();
        return Cancellable.of(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    Answer call(String method, Map<String, ?> arguments) {
        return later(method, arguments).join();
    }

    Answer call(String method) {
        return call(method, Map.of());
    }

    Answer get(String method, Map<String, ?> arguments) {
        String query = form(arguments);
        return send(request(method + "?" + query).GET());
    }

    Answer post(String method, String contentType, byte[] body) {
        return send(
                request(method)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer send(HttpRequest.Builder request) {
        return Cancellable.of(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()))
                .join();
    }

    byte[] download(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/file/bot" + token + "/" + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    HttpRequest.Builder request(String method) {
        return HttpRequest.newBuilder(base.resolve("/bot" + token + "/" + method))
                .timeout(Duration.ofSeconds(60));
    }

    static String form(Map<String, ?> arguments) {
        return arguments.entrySet().stream()
                .map(
                        argument ->
                                argument.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                argument.getValue().toString(),
                                                StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String json(Map<String, ?> arguments) {
        try {
            return JSON.writeValueAsString(arguments);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * An answer whose cancellation closes the connection; only the cancellation of the source does
     * so.
     */
    private static final class Cancellable extends CompletableFuture<Answer> {
        private final CompletableFuture<?> source;

        private Cancellable(CompletableFuture<?> source) {
            this.source = source;
        }

        static Cancellable of(CompletableFuture<HttpResponse<String>> source) {
            Cancellable answer = new Cancellable(source);
            source.whenComplete(
                    (response, failure) -> {
                        if (failure != null) {
                            answer.completeExceptionally(failure);
                            return;
                        }
                        try {
                            answer.complete(
                                    new Answer(
                                            response.statusCode(),
                                            JSON.readTree(response.body()),
                                            response));
                        } catch (IOException noJson) {
                            answer.completeExceptionally(noJson);
                        }
                    });
            return answer;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            source.cancel(mayInterrupt);
            return super.cancel(mayInterrupt);
        }
    }
}
