package dev.gateway.adapter.weixin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.UrlPathPattern;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A scripted platform, an adapter connected to it, and its serve() on a thread of its own. */
final class WeixinFixture {

    static final String TOKEN = "4a0a06b511ad@im.bot:c0ffee-secret";
    static final String USER = "o9cq80@im.wechat";
    static final Duration SOON = Duration.ofSeconds(30);

    final WireMockServer server;
    final RecordingContext context;
    private final Map<String, Object> options = new HashMap<>();
    private PlatformAdapter adapter;
    private Thread serving;

    WeixinFixture(Path folder) throws IOException {
        server =
                new WireMockServer(
                        options()
                                .dynamicPort()
                                .containerThreads(20)
                                .asynchronousResponseEnabled(true));
        server.start();
        context = new RecordingContext("mama", Files.createDirectories(folder.resolve("media")));
        options.put("token", Secret.of(TOKEN));
        options.put("cdn_url", URI.create(server.baseUrl() + "/c2c"));
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(json("{\"ret\":0}")));
        server.stubFor(
                post(path("getupdates"))
                        .atPriority(9)
                        .willReturn(json("{\"msgs\":[]}").withFixedDelay(60_000)));
    }

    WeixinFixture with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    PlatformAdapter adapter() {
        if (adapter == null) {
            adapter =
                    new WeixinFactory()
                            .create(
                                    new PlatformConfig(
                                            "mama",
                                            "weixin",
                                            true,
                                            Optional.of(URI.create(server.baseUrl())),
                                            Duration.ofSeconds(20),
                                            Duration.ofSeconds(60),
                                            Options.of(options)),
                                    context);
        }
        return adapter;
    }

    /**
     * Calls serve() on another thread.
     *
     * @return ends as serve() does
     */
    CompletableFuture<Void> serve() {
        PlatformAdapter ready = adapter();
        CompletableFuture<Void> done = new CompletableFuture<>();
        serving =
                new Thread(
                        () -> {
                            try {
                                ready.serve();
                                done.complete(null);
                            } catch (Exception e) {
                                done.completeExceptionally(e);
                            }
                        },
                        "test-serve");
        serving.start();
        return done;
    }

    /** Returns the exception of serve(), within a deadline. */
    Throwable failureOfServe() throws Exception {
        return failure(
                () -> {
                    serve().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
                    return null;
                });
    }

    void interruptServe() {
        serving.interrupt();
    }

    static Throwable failure(Callable<?> call) {
        try {
            call.call();
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("nothing failed");
    }

    /** Sets the response to the poll with this cursor. */
    StubMapping poll(String cursor, ResponseDefinitionBuilder answer) {
        return server.stubFor(
                post(path("getupdates"))
                        .atPriority(1)
                        .withRequestBody(matchingJsonPath("$.get_updates_buf", equalTo(cursor)))
                        .willReturn(answer));
    }

    StubMapping on(String method, ResponseDefinitionBuilder answer) {
        return server.stubFor(post(path(method)).atPriority(2).willReturn(answer));
    }

    /** Returns the bodies of all calls of a method so far. */
    List<JsonNode> bodies(String method) {
        return server.findAll(postRequestedFor(path(method))).stream()
                .map(request -> tree(request.getBodyAsString()))
                .toList();
    }

    /** Returns the called methods in order. */
    List<String> calls() {
        return server.findAll(anyRequestedFor(anyUrl())).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .map(request -> request.getUrl().replaceFirst("^/ilink/bot/", ""))
                .toList();
    }

    static UrlPathPattern path(String method) {
        return urlPathEqualTo("/ilink/bot/" + method);
    }

    /** Returns a response in the platform's form: JSON with another content type. */
    static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/octet-stream")
                .withBody(body);
    }

    static String message(String id, String text) {
        return message(id, USER, "{\"type\":1,\"text_item\":{\"text\":\"" + text + "\"}}");
    }

    static String message(String id, String user, String items) {
        return """
               {"message_id":%s,"from_user_id":"%s","to_user_id":"b@im.bot","message_type":1,
                "message_state":2,"create_time_ms":1789481963761,"context_token":"ctx-%s",
                "item_list":[%s]}
               """
                .formatted(id, user, id, items);
    }

    static String updates(String cursor, String... messages) {
        return "{\"msgs\":["
                + String.join(",", messages)
                + "],\"get_updates_buf\":\""
                + cursor
                + "\"}";
    }

    static JsonNode tree(String json) {
        try {
            return JsonCodec.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    void close() throws Exception {
        try {
            if (adapter != null) {
                adapter.disconnect(Duration.ofSeconds(2));
            }
            if (serving != null) {
                serving.interrupt();
                serving.join(SOON.toMillis());
            }
        } finally {
            server.stop();
        }
    }
}
