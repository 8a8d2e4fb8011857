package dev.gateway.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.journal.History;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.InvalidConfigException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A config that the check accepts does not fail for its values: either the check rejects a value,
 * or every object of the config can be created.
 */
class AcceptedConfigTest {

    private static final Path HOME = Path.of("/nowhere/home");

    /** Values of every kind for every key: most are wrong for most keys. */
    private static final List<String> VALUES =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "32",
                    "1000",
                    "2000000000",
                    "99999999999999999",
                    "999999999999999999999999",
                    "0s",
                    "0ms",
                    "1ms",
                    "50ms",
                    "5s",
                    "24h",
                    "25h",
                    "999999999h",
                    "-5s",
                    "\"\"",
                    "\" \"",
                    "\"a\\nb\"",
                    "\"a\\0b\"",
                    "\"a b\"",
                    "\"\\u00e4\"",
                    "ws://h/x",
                    "http://h",
                    "HTTPS://h:1/x/",
                    "https://h:65535/%20",
                    "http://h/?a=b",
                    "\"http://h/#f\"",
                    "http://h:0",
                    "http://h:99999",
                    "http://u:p@h",
                    "http://h/\u00e4",
                    "\"http://[::1]:80/x\"",
                    "http://",
                    "ftp://h",
                    "true",
                    "[]",
                    "[\"\"]",
                    "[a, b]",
                    "{a: b}",
                    "lark",
                    "dingtalk",
                    "\"1:a\"",
                    "null",
                    "~/x",
                    "../x");

    private static final List<String> HANDLERS =
            List.of(
                    "type: echo",
                    "type: process, command: [cat]",
                    "type: http, url: \"http://h/x\"",
                    "type: openai, base_url: \"http://h/v1\", model: m");
    private static final List<String> PLATFORMS =
            List.of(
                    "type: telegram, token: \"1:a\"",
                    "type: weixin, token: a",
                    "type: feishu, app_id: a, app_secret: b");
    private static final List<String> HANDLER_KEYS =
            List.of(
                    "workers",
                    "deadline",
                    "attempts",
                    "apology",
                    "command",
                    "directory",
                    "env",
                    "url",
                    "secret",
                    "timeout",
                    "base_url",
                    "model",
                    "api_key",
                    "system",
                    "history",
                    "max_tokens");
    private static final List<String> PLATFORM_KEYS =
            List.of(
                    "base_url",
                    "disconnect_timeout",
                    "contact_timeout",
                    "token",
                    "poll_timeout",
                    "cdn_url",
                    "notify_timeout",
                    "media_limit",
                    "media_timeout",
                    "route_tag",
                    "app_id",
                    "app_secret",
                    "domain",
                    "ping_interval",
                    "pong_timeout",
                    "typing_reaction");
    private static final List<String> GATEWAY_KEYS =
            List.of("drain_timeout", "disconnect_timeout", "token_wait");

    private final InstalledPlatforms installed = InstalledPlatforms.onTheClassPath();

    @Provide
    Arbitrary<String> configs() {
        return Combinators.combine(
                        settings(GATEWAY_KEYS, "log_level: info"),
                        Arbitraries.of(HANDLERS).flatMap(base -> settings(HANDLER_KEYS, base)),
                        Arbitraries.of(PLATFORMS).flatMap(base -> settings(PLATFORM_KEYS, base)))
                .as(
                        (gateway, handler, platform) ->
                                "gateway: {%s}%nhandler: {%s}%nplatforms: {family: {%s}}%n"
                                        .formatted(gateway, handler, platform));
    }

    /** Returns the base config with up to one other setting, which may replace one of the base. */
    private static Arbitrary<String> settings(List<String> keys, String base) {
        return Combinators.combine(Arbitraries.of(keys), Arbitraries.of(VALUES))
                .as((key, value) -> changed(base, key, value))
                .injectDuplicates(0.1)
                .optional(0.6)
                .map(changed -> changed.orElse(base));
    }

    private static String changed(String base, String key, String value) {
        String without = base.replaceAll(", " + key + ": [^,]+", "");
        return without + ", " + key + ": " + value;
    }

    @Property(tries = 3000)
    void whateverIsAcceptedCanBeMade(@ForAll("configs") String yaml) throws Exception {
        Optional<GatewayConfig> config = read(yaml);
        if (config.isPresent()) {
            make(config.get());
        }
    }

    /** Combines each key with each value. */
    @Example
    void eachValueOfEachKeyIsRefusedOrCanBeMade() throws Exception {
        int accepted = 0;
        for (String value : VALUES) {
            for (String base : HANDLERS) {
                for (String key : HANDLER_KEYS) {
                    accepted += tryOut("handler: {" + changed(base, key, value) + "}\n");
                }
            }
            for (String base : PLATFORMS) {
                for (String key : PLATFORM_KEYS) {
                    accepted += tryOut("platforms: {f: {" + changed(base, key, value) + "}}\n");
                }
            }
            for (String key : GATEWAY_KEYS) {
                accepted += tryOut("gateway: {" + key + ": " + value + "}\n");
            }
        }
        assertThat(accepted).isGreaterThan(200);
    }

    private int tryOut(String yaml) throws Exception {
        Optional<GatewayConfig> config = read(yaml);
        try {
            if (config.isPresent()) {
                make(config.get());
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(yaml, e);
        }
        return config.isPresent() ? 1 : 0;
    }

    private Optional<GatewayConfig> read(String yaml) {
        try {
            return Optional.of(
                    installed.configLoader().read(Path.of("/nowhere/config.yaml"), yaml).config());
        } catch (InvalidConfigException e) {
            assertThat(e.problems()).isNotEmpty();
            return Optional.empty();
        }
    }

    private void make(GatewayConfig config) {
        var settings = HandlerFactory.settings(config.handler());
        assertThat(settings.workers()).isBetween(1, 1000);
        assertThat(settings.deadline()).isPositive();
        assertThat(config.budget().serviceManagerTimeout()).isPositive();
        assertThat(config.startLimit().toNanos()).isPositive();
        Map<String, Object> options = config.handler().options().asMap();
        for (Object value : options.values()) {
            if (value instanceof URI uri) {
                requestTo(uri);
            }
            if (value instanceof Duration duration) {
                HttpRequest.newBuilder(URI.create("http://h")).timeout(duration);
            }
        }
        MessageHandler handler =
                HandlerFactory.create(
                        config.handler(),
                        new HandlerContext(HOME, HOME.resolve("media"), nothing(History.class)));
        handler.close();
        for (PlatformConfig platform : config.platforms().values()) {
            PlatformFactory factory = installed.factories().get(platform.type());
            assertThat(factory.token(platform)).isNotNull();
            platform.baseUrl().ifPresent(AcceptedConfigTest::requestTo);
            assertThat(factory.create(platform, nothing(PlatformContext.class))).isNotNull();
        }
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                method.getReturnType() == Path.class ? HOME : null));
    }

    private static void requestTo(URI uri) {
        HttpRequest.newBuilder(uri).build();
        HttpRequest.newBuilder(URI.create(uri + "/more")).build();
    }
}
