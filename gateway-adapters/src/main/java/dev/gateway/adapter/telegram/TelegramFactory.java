package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.AccountCheck;
import dev.gateway.adapter.warmup.AdapterWarmUp;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.ConnectionPool;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.yaml.Constraint;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The factory of adapters for {@code type: telegram}. */
public final class TelegramFactory implements PlatformFactory {

    private static final TypeSchema SCHEMA =
            new TypeSchema(
                    "telegram",
                    List.of(
                            OptionSpec.required(
                                            TelegramSettings.TOKEN,
                                            Kind.SECRET,
                                            "The bot token that @BotFather gave you.")
                                    .with(new Constraint.Ascii()),
                            OptionSpec.optional(
                                            TelegramSettings.DELETE_WEBHOOK,
                                            Kind.BOOLEAN,
                                            "Remove a webhook that is still set for the bot, which"
                                                    + " otherwise keeps every message away.")
                                    .withDefault(TelegramSettings.DELETES_WEBHOOK),
                            OptionSpec.optional(
                                            TelegramSettings.POLL_TIMEOUT,
                                            Kind.DURATION,
                                            "How long Telegram holds a poll without news, 1s to"
                                                    + " 50s.")
                                    .withDefault(TelegramSettings.POLL),
                            OptionSpec.optional(
                                            TelegramSettings.REACTIONS,
                                            Kind.BOOLEAN,
                                            "Let the handler see reactions to messages, each as a"
                                                    + " message of its own.")
                                    .withDefault(TelegramSettings.RECEIVES_REACTIONS)));

    private final ConnectionPool connections = ConnectionPool.ofMany();

    /** Creates a factory for {@link java.util.ServiceLoader}. */
    public TelegramFactory() {}

    @Override
    public String displayName() {
        return "Telegram";
    }

    @Override
    public TypeSchema schema() {
        return SCHEMA;
    }

    @Override
    public Secret token(PlatformConfig config) {
        return TelegramSettings.of(config).token();
    }

    @Override
    public Optional<String> identity(PlatformConfig config) {
        long id = TelegramSettings.of(config).botId();
        return id < 0 ? Optional.empty() : Optional.of(Long.toString(id));
    }

    @Override
    public Optional<URI> address(PlatformConfig config) {
        return Optional.of(config.baseUrl().orElse(TelegramSettings.PUBLIC));
    }

    @Override
    public SendLimits sendLimits() {
        return TelegramSendLimits.DOCUMENTED;
    }

    @Override
    public boolean suitsVirtualThreads() {
        return true;
    }

    @Override
    public void warmUp() {
        AdapterWarmUp.run(
                "{\"ok\":true,\"result\":[]}", (address, stage) -> create(example(address), stage));
    }

    private static PlatformConfig example(URI address) {
        return new PlatformConfig(
                "warm-up",
                SCHEMA.type(),
                true,
                Optional.of(address),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Options.of(Map.of(TelegramSettings.TOKEN, Secret.of("0:warm-up"))));
    }

    @Override
    public Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        TelegramSettings settings = TelegramSettings.of(config);
        return AccountCheck.run(
                "Telegram",
                settings.name(),
                settings.proxy(),
                settings.secrets(),
                within,
                (http, scope) -> botName(settings, new BotApi(settings, http), within, scope));
    }

    /** Calls a method that disturbs no poller. */
    private static Optional<String> botName(
            TelegramSettings settings, BotApi api, Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            JsonNode bot = api.call("getMe", BotApi.body(), within, scope);
            String name = bot.path("username").asText("");
            return name.isEmpty() ? Optional.empty() : Optional.of("@" + name);
        } catch (BotApiException e) {
            throw new TelegramErrorMapper(settings.name()).fromPoll(e);
        }
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new TelegramAdapter(
                TelegramSettings.of(config), context, Clock.systemUTC(), connections);
    }
}
