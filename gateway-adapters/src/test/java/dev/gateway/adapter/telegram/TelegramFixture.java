package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A scripted Bot API and an adapter connected to it. */
final class TelegramFixture {

    static final String TOKEN = "123456:AAE-secret_TOKEN_of_the_bot";
    static final Duration SOON = Duration.ofSeconds(20);

    private final WireMockServer server = new WireMockServer(options().dynamicPort());
    private final int port;
    private final List<ServingThread> servings = new ArrayList<>();
    private final Map<String, Object> options = new HashMap<>(Map.of("token", Secret.of(TOKEN)));

    TelegramFixture() {
        server.start();
        port = server.port();
        answer("getUpdates", nothing());
    }

    /** Returns a response without updates; slightly delayed, like a long poll. */
    static ResponseDefinitionBuilder nothing() {
        return ok("[]").withFixedDelay(100);
    }

    static ResponseDefinitionBuilder ok(String result) {
        return okJson("{\"ok\":true,\"result\":" + result + "}");
    }

    static ResponseDefinitionBuilder refused(int code, String description) {
        return refused(code, description, "{}");
    }

    static ResponseDefinitionBuilder refused(int code, String description, String parameters) {
        return aResponse()
                .withStatus(code)
                .withHeader("Content-Type", "application/json")
                .withBody(
                        "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\",\"parameters\":%s}"
                                .formatted(code, description, parameters));
    }

    TelegramFixture with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    PlatformConfig config() {
        return new PlatformConfig(
                "family",
                "telegram",
                true,
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                Duration.ofSeconds(20),
                Duration.ofSeconds(90),
                Options.of(options));
    }

    PlatformAdapter adapter(PlatformContext context) {
        return new TelegramFactory().create(config(), context);
    }

    /** Serves until the test ends. */
    ServingThread serve(PlatformContext context) {
        return serve(adapter(context));
    }

    /** Serves again with an adapter that served before. */
    ServingThread serve(PlatformAdapter adapter) {
        ServingThread serving = ServingThread.start(adapter);
        servings.add(serving);
        return serving;
    }

    /** Answers the first calls of a method one by one, and all later ones with the last answer. */
    void answer(String method, ResponseDefinitionBuilder... answers) {
        if (answers.length == 1) {
            server.stubFor(any(urlEqualTo(path(method))).willReturn(answers[0]));
            return;
        }
        String state = Scenario.STARTED;
        for (int i = 0; i < answers.length; i++) {
            String next = i + 1 < answers.length ? "answer " + (i + 1) : state;
            server.stubFor(
                    any(urlEqualTo(path(method)))
                            .inScenario(method)
                            .whenScenarioStateIs(state)
                            .willReturn(answers[i])
                            .willSetStateTo(next));
            state = next;
        }
    }

    void file(String path, ResponseDefinitionBuilder answer) {
        server.stubFor(any(urlEqualTo("/file/bot" + TOKEN + "/" + path)).willReturn(answer));
    }

    /** Returns the bodies of a method's calls. */
    List<JsonNode> calls(String method) {
        return requests(method).stream().map(call -> json(call.getBodyAsString())).toList();
    }

    List<LoggedRequest> requests(String method) {
        return server.findAll(anyRequestedFor(urlEqualTo(path(method))));
    }

    /** Returns the called methods in order. */
    List<String> methods() {
        return urls().stream().map(url -> url.substring(url.lastIndexOf('/') + 1)).toList();
    }

    /** Returns the called addresses in order. */
    List<String> urls() {
        return server.findAll(anyRequestedFor(anyUrl())).stream()
                .map(LoggedRequest::getUrl)
                .toList();
    }

    /** Stops the server; its port refuses connections from now on. */
    void stopServer() {
        server.stop();
    }

    static JsonNode json(String text) {
        try {
            return TelegramJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String path(String method) {
        return "/bot" + TOKEN + "/" + method;
    }

    /** Disconnects all adapters and stops the server. */
    void close() throws Exception {
        for (ServingThread serving : servings) {
            serving.end();
        }
        server.stop();
        assertThat(server.isRunning()).isFalse();
    }
}
