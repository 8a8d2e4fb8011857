package dev.gateway.adapter.weixin;

import dev.gateway.adapter.http.AccountCheck;
import dev.gateway.adapter.warmup.AdapterWarmUp;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.ConnectionPool;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The factory of adapters of {@code type: weixin}: personal Weixin and WeChat accounts, direct
 * chats.
 */
public final class WeixinFactory implements PlatformFactory {

    private static final long LARGEST_ANSWER = 1 << 20;

    /** The value of {@code type:}. */
    public static final String TYPE = "weixin";

    private final ConnectionPool connections = ConnectionPool.ofMany();

    @Override
    public String displayName() {
        return "Weixin";
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(TYPE, WeixinSettings.OPTIONS);
    }

    @Override
    public Secret token(PlatformConfig config) {
        return config.options().secret("token").orElseThrow();
    }

    @Override
    public Optional<String> identity(PlatformConfig config) {
        return WeixinSettings.of(config).account();
    }

    @Override
    public Optional<URI> address(PlatformConfig config) {
        return Optional.of(config.baseUrl().orElse(URI.create(WeixinSettings.API)));
    }

    @Override
    public SendLimits sendLimits() {
        return WeixinSendLimits.DOCUMENTED;
    }

    @Override
    public boolean quotesByIdAlone() {
        return true;
    }

    @Override
    public boolean suitsVirtualThreads() {
        return true;
    }

    @Override
    public void warmUp() {
        AdapterWarmUp.run(
                "{\"msgs\":[],\"get_updates_buf\":\"2\"}",
                (address, stage) -> create(example(address), stage));
    }

    private static PlatformConfig example(URI address) {
        return new PlatformConfig(
                "warm-up",
                TYPE,
                true,
                Optional.of(address),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Options.of(Map.of("token", Secret.of("warm-up"), "cdn_url", address)));
    }

    @Override
    public Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        WeixinSettings settings = WeixinSettings.of(config);
        URI api = URI.create(settings.api());
        return AccountCheck.run(
                "Weixin",
                config.name(),
                settings.proxy(),
                List.of(settings.token()),
                within,
                (http, scope) -> {
                    checkReachable(api, http, within, scope);
                    return Optional.empty();
                });
    }

    /** Calls the API without its token: only a poll could verify it, and it would take messages. */
    private static void checkReachable(
            URI api, HttpClient http, Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            http.send(
                    HttpRequest.newBuilder(api).build(),
                    BodyReader.bytes(LARGEST_ANSWER),
                    within,
                    scope);
        } catch (HttpCallException e) {
            throw new PlatformException.Unreachable(
                    "Weixin at " + api.getHost() + ": " + e.getMessage());
        }
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new WeixinAdapter(
                WeixinSettings.of(config), context, Clock.systemUTC(), connections);
    }
}
