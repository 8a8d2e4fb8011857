package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.gateway.adapter.feishu.connection.BareWebSocketServer;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A platform of WireMock and {@link BareWebSocketServer}, with one adapter on it. */
public final class FeishuFixture {

    static final String DISCOVERY = "/callback/ws/endpoint";
    static final String TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";
    static final String SECRET = "app-secret-0815";

    public final WireMockServer rest = new WireMockServer(wireMockConfig().dynamicPort());
    public final BareWebSocketServer server = new BareWebSocketServer();
    public final RecordingContext context;
    public final Map<String, Object> options = new HashMap<>();
    private PlatformAdapter adapter;

    public FeishuFixture(Path media) throws IOException {
        context = new RecordingContext("work", media);
        rest.start();
        options.put("app_id", "cli_a1");
        options.put("app_secret", Secret.of(SECRET));
        discoveryAnswers(okJson(endpoint("")));
        rest.stubFor(
                post(urlPathEqualTo(TOKEN))
                        .willReturn(
                                okJson(
                                        """
                                        {"code":0,"msg":"ok","expire":7200,\
                                        "tenant_access_token":"t-secret-token"}""")));
    }

    /**
     * Returns a response of the discovery; {@code config} is further fields of its ClientConfig.
     */
    public String endpoint(String config) {
        return """
        {"code":0,"msg":"success","data":{"URL":"%s","ClientConfig":{"ReconnectCount":-1,\
        "ReconnectInterval":0,"ReconnectNonce":0,"PingInterval":120%s}}}"""
                .formatted(server.url(), config);
    }

    public void discoveryAnswers(ResponseDefinitionBuilder answer) {
        rest.stubFor(post(urlPathEqualTo(DISCOVERY)).willReturn(answer));
    }

    /** Sets the response to any call of this path. */
    public void answers(String path, ResponseDefinitionBuilder answer) {
        rest.stubFor(any(urlPathEqualTo(path)).willReturn(answer));
    }

    public synchronized PlatformAdapter adapter() {
        if (adapter == null) {
            adapter = new FeishuFactory().create(config(), context);
        }
        return adapter;
    }

    PlatformConfig config() {
        return config(Optional.of(URI.create(rest.baseUrl())));
    }

    PlatformConfig config(Optional<URI> base) {
        return new PlatformConfig(
                "work",
                "feishu",
                true,
                base,
                Duration.ofSeconds(20),
                Duration.ofSeconds(90),
                Options.of(options));
    }

    /**
     * Calls serve on a thread of its own.
     *
     * @return completes when serve returned or threw
     */
    public CompletableFuture<Void> serve() {
        var served = new CompletableFuture<Void>();
        var thread =
                new Thread(
                        () -> {
                            try {
                                adapter().serve();
                                served.complete(null);
                            } catch (Throwable e) {
                                served.completeExceptionally(e);
                            }
                        },
                        "test-serve");
        thread.start();
        return served;
    }

    public void close() throws Exception {
        try {
            adapter().disconnect(Duration.ofSeconds(10));
        } finally {
            server.close();
            rest.stop();
        }
    }
}
