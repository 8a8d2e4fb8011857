package dev.gateway.core.config;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.TypeSchema;
import java.util.Collection;
import java.util.Locale;

/**
 * A commented config for {@code config init}: it holds one account of each type with instructions,
 * and is valid as it stands, as all accounts are disabled.
 */
public final class ConfigTemplate {

    private static final String HEAD =
            """
            # Settings of the gateway. Check this file with: gateway config check
            #
            # A line that is commented out shows the default, or an example where its comment says
            # so. Durations are written %s.
            # In any value, ${NAME} stands for an environment variable, ${file:PATH} for the content
            # of a file (a relative PATH begins at this folder; keep the file private: chmod 600),
            # and $$ for a dollar sign.

            gateway:
              # How long messages in flight may take to finish when the gateway stops.
              drain_timeout: %s
              # After that: how long the platforms, all at once, may take to let go.
              disconnect_timeout: %s
              # How long a start waits for a bot token that another process holds, before it goes
              # on without it. It keeps waiting for it in the background.
              token_wait: %s
              # How much goes into the log: error, warn, info or debug.
              log_level: info
              # Serves /, /healthz, /readyz and /metrics. Off by default; an example:
              #health: {listen: "127.0.0.1:9464"}
              # Told once when a state turns bad, once when it is good again: a command, {url: ...}
              # or {platform: NAME, to: CONVERSATION}. Off by default; an example:
              #notify: {command: [logger, -t, gateway]}
              # Which way the platforms are called, and a handler or notice with an address:
              # environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, the default), direct,
              # http://user:password@host:port or socks5://host:port.
              #proxy: environment

            # Several hosts that share the accounts keep the journal in a PostgreSQL database (see
            # docs/several-hosts.md). Off by default; an example:
            #journal:
            #  type: postgres
            #  url: "postgresql://db1.example,db2.example:5432/gateway"
            #  user: gateway
            #  password: "${file:secrets/db}"
            #  tls: {ca: /etc/ssl/db-ca.pem}     # the server is verified, but on this machine itself
            #  schema: gateway
            #  lease: 8s                         # a host that is silent for so long loses its accounts
            #host:
            #  name: web-1                       # default: the name of this machine
            #  weight: 1                         # 0: a standby, for what no other host can have

            """;

    private static final String PLATFORMS =
            """

            # The accounts. Their names are yours to choose; several may have the same type.
            # Each may also set:
            #   base_url: https://example.org     in place of the platform's own address
            #   disconnect_timeout: %s           its own time to let go
            #   contact_timeout: %s              how long it counts as connected without an answer
            #   proxy: direct                     its own way to the platform
            # Who may talk to the bot, and when it keeps quiet (what is shown is the default):
            #   dm_policy: pairing      direct chats: a stranger gets a code, which you approve with
            #                           'gateway pairing approve CODE'; or allowlist, open, disabled
            #   allow_from: ["4711"]    ids of senders who may always talk (default: none)
            #   group_policy: allowlist     groups: those persons, and all members of the groups below;
            #                               or open, disabled
            #   groups: {"-100123": {require_mention: false}}    single groups (default: none)
            #   require_mention: true       groups: only what is addressed to the bot
            #   respond_to_all: false       whether @all addresses the bot
            #   bots: ignore                other bots; or answer, at most 20 times a minute each
            # And how it answers:
            #   format: plain                     shows answers as they are (default: markdown)
            #   send_limit: none                  sends as fast as it can (default: platform)
            #   burst_window: 600ms               joins what a person writes in a row (default: off)
            #   host: web-1                       host that should have it, where several share it
            #   max_age: 30m                      skips what is older after an outage (default: off)
            platforms:
            """;

    private static final int WIDTH = 92;

    private final StringBuilder out = new StringBuilder();

    private ConfigTemplate() {}

    /** Returns the text of the file, built from the schemas of the types. */
    public static String of(Collection<TypeSchema> platforms, Collection<TypeSchema> handlers) {
        return new ConfigTemplate().render(platforms, handlers);
    }

    private String render(Collection<TypeSchema> platforms, Collection<TypeSchema> handlers) {
        out.append(
                HEAD.formatted(
                        DurationFormat.EXAMPLES,
                        DurationFormat.format(ConfigReader.DRAIN_TIMEOUT),
                        DurationFormat.format(ConfigReader.DISCONNECT_TIMEOUT),
                        DurationFormat.format(ConfigReader.TOKEN_WAIT)));
        out.append("# What answers the messages. Uncomment one of these blocks, and set what it");
        out.append(" needs. Without any,\n# echo repeats each message, to try things out.\n");
        handlers.forEach(this::handler);
        out.append(
                PLATFORMS.formatted(
                        DurationFormat.format(ConfigReader.DISCONNECT_TIMEOUT),
                        DurationFormat.format(PlatformConfigReader.CONTACT_TIMEOUT)));
        platforms.forEach(this::platform);
        return out.toString();
    }

    /** Writes a block of its own: its optional keys stay comments when the block is uncommented. */
    private void handler(TypeSchema schema) {
        out.append("#\n#handler:\n#  type: ").append(schema.type()).append('\n');
        for (OptionSpec option : schema.options()) {
            option("#  ", schema, option, !option.required());
        }
    }

    private void platform(TypeSchema schema) {
        out.append("  my-").append(schema.type()).append(":\n");
        out.append("    type: ").append(schema.type()).append('\n');
        out.append("    enabled: false    # remove this line when the account is filled in\n");
        for (OptionSpec option : schema.options()) {
            option("    ", schema, option, !option.required());
        }
    }

    private void option(String indent, TypeSchema schema, OptionSpec option, boolean commented) {
        comment(indent, explanation(option));
        out.append(indent).append(commented ? "#" : "").append(option.key()).append(": ");
        out.append(value(schema.type(), option)).append('\n');
    }

    private static String explanation(OptionSpec option) {
        String text = option.description().strip();
        boolean cased = text.length() > 1 && Character.isUpperCase(text.charAt(1));
        String sentence =
                (cased ? text.substring(0, 1) : text.substring(0, 1).toUpperCase(Locale.ROOT))
                        + text.substring(1)
                        + (text.endsWith(".") ? "" : ".");
        if (option.required()) {
            return "Required. " + sentence;
        }
        return option.defaultValue().isPresent() ? sentence : sentence + " An example:";
    }

    private void comment(String indent, String text) {
        var line = new StringBuilder(indent + "#");
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + word.length() >= WIDTH) {
                out.append(line).append('\n');
                line.setLength(indent.length() + 1);
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }

    private static String value(String type, OptionSpec option) {
        return option.defaultText().or(option::example).orElseGet(() -> placeholder(type, option));
    }

    private static String placeholder(String type, OptionSpec option) {
        String key = option.key().equals("token") ? "bot_token" : option.key();
        String reference =
                "\"${" + (type + "_" + key).toUpperCase(Locale.ROOT).replace('-', '_') + "}\"";
        return switch (option.kind()) {
            case SECRET, TEXT -> reference;
            case DURATION -> "15s";
            case INTEGER -> "10";
            case BOOLEAN -> "true";
            case URI, WEB_ADDRESS, BASE_ADDRESS -> "https://example.org";
            case TEXT_LIST -> "[first, second]";
        };
    }
}
