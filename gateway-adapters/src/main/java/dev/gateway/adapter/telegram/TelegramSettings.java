package dev.gateway.adapter.telegram;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One account's settings, complete.
 *
 * @param name of the account in the config
 * @param base address of the Bot API server, without a slash at the end
 * @param token of the bot
 * @param pollTimeout how long the server holds a poll; whole seconds from 1 to 50, which is where
 *     the server cuts it
 * @param deleteWebhook whether to remove a webhook that is in the way
 * @param markdown whether answers are sent as Markdown
 * @param proxy which way its calls take
 */
record TelegramSettings(
        String name,
        URI base,
        Secret token,
        Duration pollTimeout,
        boolean deleteWebhook,
        boolean markdown,
        ProxyPolicy proxy) {

    static final String TOKEN = "token";
    static final String DELETE_WEBHOOK = "delete_webhook";
    static final String POLL_TIMEOUT = "poll_timeout";
    static final String MARKDOWN = "markdown";

    static final URI PUBLIC = URI.create("https://api.telegram.org");
    static final Duration POLL = Duration.ofSeconds(30);
    static final boolean DELETES_WEBHOOK = false;
    static final boolean FORMATS = false;

    static TelegramSettings of(PlatformConfig config) {
        Options options = config.options();
        URI base = config.baseUrl().orElse(PUBLIC);
        // A poll that is held longer than it counts as a contact would be taken for silence.
        long seconds =
                Math.min(
                        options.duration(POLL_TIMEOUT).orElse(POLL).toSeconds(),
                        config.contactTimeout().toSeconds() * 2 / 3);
        return new TelegramSettings(
                config.name(),
                URI.create(base.toString().replaceFirst("/+$", "")),
                options.secret(TOKEN)
                        .orElseThrow(() -> new IllegalArgumentException("token is missing")),
                Duration.ofSeconds(Math.max(1, Math.min(50, seconds))),
                options.flag(DELETE_WEBHOOK).orElse(DELETES_WEBHOOK),
                options.flag(MARKDOWN).orElse(FORMATS),
                config.proxy());
    }

    /** Where to call a method. Holds the token: never for a message. */
    URI method(String method) {
        return URI.create(base + "/bot" + pathToken() + "/" + method);
    }

    /**
     * Where to load a file from. Holds the token: never for a message.
     *
     * @param path as getFile gave it, already checked
     */
    URI file(String path) {
        String encoded =
                URLEncoder.encode(path, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
        return URI.create(base + "/file/bot" + pathToken() + "/" + encoded);
    }

    /** The bot's own user id, which is the first half of its token; -1 if it has none. */
    long botId() {
        String id = token.reveal().split(":", 2)[0];
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1;
    }

    /** The token in every form in which it could turn up in somebody else's words. */
    List<Secret> secrets() {
        return List.of(token, Secret.of(pathToken()));
    }

    /**
     * A damaged token must not make an address that the JDK refuses with the token in its words.
     */
    private String pathToken() {
        return URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("+", "%20");
    }
}
