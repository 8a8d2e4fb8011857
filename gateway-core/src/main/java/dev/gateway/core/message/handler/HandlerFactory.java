package dev.gateway.core.message.handler;

import static dev.gateway.core.yaml.OptionSpec.optional;
import static dev.gateway.core.yaml.OptionSpec.required;

import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.Options;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.yaml.Constraint;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Factory of the handler that the config names. Nothing is started or connected before a message.
 */
public final class HandlerFactory {

    /** The minimum time; less is never enough for an answer. */
    private static final Constraint NO_LESS = new Constraint.AtLeast(Duration.ofMillis(100));

    private static final DispatcherSettings DEFAULTS = DispatcherSettings.defaults();

    private static final String OVERLAP = "overlap";

    private static final OptionSpec PROXY =
            optional("proxy", Kind.TEXT, "its own way there; by default the one of gateway.proxy")
                    .withExample("direct");

    private static final List<OptionSpec> COMMON =
            List.of(
                    optional(
                                    "workers",
                                    Kind.INTEGER,
                                    "how many conversations are answered at a time")
                            .with(new Constraint.Between(1, 1_000))
                            .withDefault((long) DEFAULTS.workers()),
                    optional("senders", Kind.INTEGER, "how many answers are sent at a time")
                            .with(new Constraint.Between(1, 1_000))
                            .withDefault((long) DEFAULTS.senders()),
                    optional("deadline", Kind.DURATION, "longest time for one message")
                            .with(NO_LESS)
                            .withDefault(DEFAULTS.deadline()),
                    optional("attempts", Kind.INTEGER, "tries before a message is parked")
                            .with(new Constraint.Between(1, 1_000))
                            .withDefault((long) DEFAULTS.maxAttempts()),
                    optional(
                                    "apology",
                                    Kind.TEXT,
                                    "what to say when a message is parked; by default nothing")
                            .withExample("\"Sorry, that did not work.\""),
                    optional(
                                    OVERLAP,
                                    Kind.BOOLEAN,
                                    "whether a successor may begin while the old process finishes"
                                            + " its messages")
                            .withDefault(true));

    private HandlerFactory() {}

    /** Returns the types allowed below {@code handler:}. */
    public static List<TypeSchema> schemas() {
        return List.of(
                schema("echo"),
                schema(
                        "process",
                        required("command", Kind.TEXT_LIST, "the program and its arguments")
                                .withExample("[python3, bot.py]"),
                        optional(
                                        "directory",
                                        Kind.TEXT,
                                        "where it runs, relative to the home; by default the home")
                                .withExample("."),
                        optional(
                                        "env",
                                        Kind.TEXT_LIST,
                                        "names of variables that it gets besides PATH, HOME and the"
                                                + " like; by default none")
                                .withExample("[OPENAI_API_KEY]")),
                schema(
                        "http",
                        required("url", Kind.WEB_ADDRESS, "where messages are posted to")
                                .withExample("http://127.0.0.1:8000/message"),
                        optional(
                                "secret",
                                Kind.SECRET,
                                "signs each request with HMAC-SHA256; by default none is signed"),
                        PROXY,
                        optional("timeout", Kind.DURATION, "longest time for one request")
                                .with(NO_LESS)
                                .withDefault(HttpHandler.TIMEOUT)),
                schema(
                        "openai",
                        required("base_url", Kind.BASE_ADDRESS, "the address of the API")
                                .withExample("http://127.0.0.1:11434/v1"),
                        required("model", Kind.TEXT, "the model's name there")
                                .withExample("llama3.2"),
                        optional(
                                        "api_key",
                                        Kind.SECRET,
                                        "sent as bearer token; by default none is sent")
                                .with(new Constraint.Ascii()),
                        optional("system", Kind.TEXT, "the system prompt; by default none")
                                .withExample("\"You are a helpful assistant.\""),
                        optional("history", Kind.INTEGER, "turns that are remembered")
                                .with(new Constraint.Between(0, 1_000))
                                .withDefault((long) OpenAiHandler.TURNS),
                        optional(
                                        "max_tokens",
                                        Kind.INTEGER,
                                        "longest answer; by default the model's own limit")
                                .with(new Constraint.Between(1, 10_000_000))
                                .withExample("4096"),
                        optional(
                                        "vision",
                                        Kind.BOOLEAN,
                                        "whether the model is shown the pictures of a message")
                                .withDefault(false),
                        PROXY,
                        optional("timeout", Kind.DURATION, "longest time for one answer")
                                .with(NO_LESS)
                                .withDefault(OpenAiHandler.TIMEOUT)));
    }

    /**
     * Returns the handler of a validated config.
     *
     * @throws IllegalArgumentException if its type is none of {@link #schemas}
     */
    public static MessageHandler create(HandlerConfig config, HandlerContext context) {
        return switch (config.type()) {
            case "echo" -> new EchoHandler();
            case "process" -> ProcessHandler.of(config.options(), context);
            case "http" -> HttpHandler.of(config.options(), config.proxy(), context);
            case "openai" -> OpenAiHandler.of(config.options(), config.proxy(), context);
            default -> throw new IllegalArgumentException("no handler of type " + config.type());
        };
    }

    /** Returns the dispatcher's settings for that handler: the defaults, changed by its config. */
    public static DispatcherSettings settings(HandlerConfig config) {
        Options options = config.options();
        DispatcherSettings settings = DispatcherSettings.defaults();
        settings =
                settings.withThreads(
                        number(options, "workers", settings.workers()),
                        number(options, "senders", settings.senders()));
        settings =
                settings.withAttempts(
                        number(options, "attempts", settings.maxAttempts()), settings.retry());
        settings =
                settings.withDeadline(
                        options.duration("deadline").orElse(settings.deadline()), settings.grace());
        return options.text("apology").map(settings::withApology).orElse(settings);
    }

    /** Returns whether two processes may have handlers of this config at work at a time. */
    public static boolean mayOverlap(HandlerConfig config) {
        return config.options().flag(OVERLAP).orElse(true);
    }

    /** Returns the config of the handler alone, without the dispatcher's settings. */
    public static HandlerConfig withoutDispatching(HandlerConfig config) {
        Map<String, Object> own = new HashMap<>(config.options().asMap());
        COMMON.forEach(option -> own.remove(option.key()));
        return new HandlerConfig(config.type(), Options.of(own), config.proxy());
    }

    static int number(Options options, String key, int otherwise) {
        long found = options.integer(key).orElse((long) otherwise);
        return (int) Math.max(1, Math.min(found, Integer.MAX_VALUE));
    }

    private static TypeSchema schema(String type, OptionSpec... own) {
        List<OptionSpec> options = new ArrayList<>(List.of(own));
        options.addAll(COMMON);
        return new TypeSchema(type, options);
    }
}
