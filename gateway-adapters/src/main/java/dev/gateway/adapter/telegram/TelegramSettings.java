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
 * The settings of one account.
 *
 * @param name the account's name
 * @param base address of the Bot API server, without a slash at the end
 * @param token the bot's token
 * @param pollTimeout time for which the server holds a poll; whole seconds from 1 to 50, the
 *     server's maximum
 * @param deleteWebhook whether to remove a webhook that prevents polls
 * @param reactions whether to receive reactions to messages
 * @param proxy the route of its calls
 */
record TelegramSettings(
        String name,
        URI base,
        Secret token,
        Duration pollTimeout,
        boolean deleteWebhook,
        boolean reactions,
        ProxyPolicy proxy) {

    static final String TOKEN = "token";
    static final String DELETE_WEBHOOK = "delete_webhook";
    static final String POLL_TIMEOUT = "poll_timeout";
    static final String REACTIONS = "reactions";

    static final URI PUBLIC = URI.create("https://api.telegram.org");
    static final Duration POLL = Duration.ofSeconds(30);
    static final boolean DELETES_WEBHOOK = false;
    static final boolean RECEIVES_REACTIONS = false;

    static TelegramSettings of(PlatformConfig config) {
        Options options = config.options();
        URI base = config.baseUrl().orElse(PUBLIC);
        // A poll held longer than the contact timeout would look like a lost connection.
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
                options.flag(REACTIONS).orElse(RECEIVES_REACTIONS),
                config.proxy());
    }

    /** Returns whether the Bot API server is Telegram's own and none of the operator's. */
    boolean isPublicServer() {
        return PUBLIC.getHost().equalsIgnoreCase(base.getHost());
    }

    /** Returns the address of a method. It contains the token and must not appear in messages. */
    URI method(String method) {
        return URI.create(base + "/bot" + pathToken() + "/" + method);
    }

    /**
     * Returns the address of a file. It contains the token and must not appear in messages.
     *
     * @param path the path from getFile, already checked
     */
    URI file(String path) {
        String encoded =
                URLEncoder.encode(path, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
        return URI.create(base + "/file/bot" + pathToken() + "/" + encoded);
    }

    /** Returns the bot's own user id, the first half of its token; -1 if it has none. */
    long botId() {
        String id = token.reveal().split(":", 2)[0];
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1;
    }

    /** Returns the token in every form that could appear in texts of others. */
    List<Secret> secrets() {
        return List.of(token, Secret.of(pathToken()));
    }

    /**
     * Returns the token for addresses: the JDK refuses an invalid address with a message that
     * contains it.
     */
    private String pathToken() {
        return URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("+", "%20");
    }
}
