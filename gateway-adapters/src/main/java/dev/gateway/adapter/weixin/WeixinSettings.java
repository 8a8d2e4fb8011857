package dev.gateway.adapter.weixin;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.Constraint;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a Weixin account.
 *
 * @param token the bot token from a login
 * @param api address of the API, without trailing slash
 * @param cdn address of the CDN, without trailing slash
 * @param notifyTimeout timeout of each best-effort call {@code notifystart} and {@code notifystop}
 * @param mediaLimit the largest file to download or upload, in bytes
 * @param mediaTimeout timeout of sending one file
 * @param loadTimeout timeout of one attempt to download a received file, if configured
 * @param contactTimeout time for which the account counts as connected after a response
 * @param routeTag value of the {@code SKRouteTag} header, for accounts that have to send one
 * @param proxy the route of its calls
 */
record WeixinSettings(
        Secret token,
        String api,
        String cdn,
        Duration notifyTimeout,
        long mediaLimit,
        Duration mediaTimeout,
        Optional<Duration> loadTimeout,
        Duration contactTimeout,
        Optional<String> routeTag,
        ProxyPolicy proxy) {

    static final String API = "https://ilinkai.weixin.qq.com";
    static final String CDN = "https://novac2c.cdn.weixin.qq.com/c2c";
    static final long MEDIA_LIMIT = 100L << 20;
    static final Duration NOTIFY_TIMEOUT = Duration.ofSeconds(10);
    static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(60);

    static final List<OptionSpec> OPTIONS =
            List.of(
                    OptionSpec.required(
                                    "token",
                                    Kind.SECRET,
                                    "bot token; `gateway login weixin` gets one by a QR code")
                            .with(new Constraint.Ascii()),
                    OptionSpec.optional("cdn_url", Kind.BASE_ADDRESS, "where files are")
                            .withDefault(URI.create(CDN)),
                    OptionSpec.optional(
                                    "notify_timeout",
                                    Kind.DURATION,
                                    "limit of the best-effort calls at start and stop")
                            .with(new Constraint.AtLeast(Duration.ofMillis(1)))
                            .withDefault(NOTIFY_TIMEOUT),
                    OptionSpec.optional(
                                    "media_limit",
                                    Kind.INTEGER,
                                    "largest file in bytes, at most 100 MiB")
                            .withDefault(MEDIA_LIMIT),
                    OptionSpec.optional(
                                    "media_timeout",
                                    Kind.DURATION,
                                    "limit for one try to load or send a file; by default 10m to load and %s to send"
                                            .formatted(DurationFormat.format(MEDIA_TIMEOUT)))
                            .with(new Constraint.AtLeast(Duration.ofMillis(1)))
                            .withExample("10m"),
                    OptionSpec.optional(
                                    "route_tag",
                                    Kind.TEXT,
                                    "value of the SKRouteTag header; by default none is sent")
                            .withExample("\"1001\"")
                            .with(new Constraint.Ascii()));

    static WeixinSettings of(PlatformConfig config) {
        var options = config.options();
        return new WeixinSettings(
                options.secret("token").orElseThrow(),
                config.baseUrl().map(WeixinSettings::trimmed).orElse(API),
                options.uri("cdn_url").map(WeixinSettings::trimmed).orElse(CDN),
                options.duration("notify_timeout").orElse(NOTIFY_TIMEOUT),
                Math.min(options.integer("media_limit").orElse(MEDIA_LIMIT), MEDIA_LIMIT),
                options.duration("media_timeout").orElse(MEDIA_TIMEOUT),
                options.duration("media_timeout"),
                config.contactTimeout(),
                options.text("route_tag"),
                config.proxy());
    }

    /**
     * Returns the owner of cursor and notes: the bot id, the part of a token before the colon. A
     * token without one stands for a bot of its own, because a login that gives a new token mostly
     * gives a new bot: continuing with the cursor of another one would receive nothing.
     */
    Optional<String> account() {
        String shown = token.reveal();
        int colon = shown.indexOf(':');
        return Optional.of(
                colon > 0 ? shown.substring(0, colon) : "token-" + DedupKeyGenerator.hash(shown));
    }

    private static String trimmed(URI uri) {
        return uri.toString().replaceAll("/+$", "");
    }
}
