package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.connection.ConnectionSettings;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one account.
 *
 * @param name the account's name
 * @param domain {@code feishu} or {@code lark}, or any other configured text
 * @param base the platform's address for discovery and REST; empty if the domain is not known
 * @param appId the app
 * @param appSecret its secret
 * @param pingInterval overrides the platform's, if given
 * @param pongTimeout time without a pong after which the connection counts as lost
 * @param contactTimeout time for which a pong counts as contact
 * @param typingReaction the reaction that stands for "typing…", if configured
 * @param proxy the route of its calls
 */
record FeishuSettings(
        String name,
        String domain,
        Optional<URI> base,
        String appId,
        Secret appSecret,
        Optional<Duration> pingInterval,
        Optional<Duration> pongTimeout,
        Duration contactTimeout,
        Optional<String> typingReaction,
        ProxyPolicy proxy) {

    static final String APP_ID = "app_id";
    static final String APP_SECRET = "app_secret";
    static final String DOMAIN = "domain";
    static final String PING_INTERVAL = "ping_interval";
    static final String PONG_TIMEOUT = "pong_timeout";
    static final String TYPING_REACTION = "typing_reaction";

    static final URI FEISHU = URI.create("https://open.feishu.cn");
    static final URI LARK = URI.create("https://open.larksuite.com");

    static final String USUAL_DOMAIN = "feishu";

    private static final Map<String, URI> DOMAINS = Map.of("feishu", FEISHU, "lark", LARK);

    static FeishuSettings of(PlatformConfig config) {
        String domain = config.options().text(DOMAIN).orElse(USUAL_DOMAIN);
        return new FeishuSettings(
                config.name(),
                domain,
                config.baseUrl().or(() -> Optional.ofNullable(DOMAINS.get(domain))),
                config.options().text(APP_ID).orElse(""),
                config.options().secret(APP_SECRET).orElse(Secret.of("")),
                config.options().duration(PING_INTERVAL),
                config.options().duration(PONG_TIMEOUT),
                config.contactTimeout(),
                config.options().text(TYPING_REACTION),
                config.proxy());
    }

    /** Returns the settings of the long connection. */
    ConnectionSettings connection() {
        return new ConnectionSettings(name, pingInterval, pongTimeout, contactTimeout);
    }

    /** Returns the domain that is not this one. */
    String otherDomain() {
        return domain.equals("lark") ? "feishu" : "lark";
    }
}
