package dev.gateway.adapter.weixin;

import dev.gateway.adapter.http.AdapterWarmUp;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The factory of adapters of {@code type: weixin}: personal Weixin and WeChat accounts, direct
 * chats.
 */
public final class WeixinFactory implements PlatformFactory {

    /** The value of {@code type:}. */
    public static final String TYPE = "weixin";

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
        WeixinAccountCheck.run(config.name(), WeixinSettings.of(config), within);
        return Optional.empty();
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new WeixinAdapter(WeixinSettings.of(config), context, Clock.systemUTC());
    }
}
