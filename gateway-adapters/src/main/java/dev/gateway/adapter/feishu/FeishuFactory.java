package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.connection.LoopbackFeishu;
import dev.gateway.adapter.http.AccountCheck;
import dev.gateway.adapter.warmup.AdapterWarmUp;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.MonotonicClock;
import dev.gateway.core.yaml.Constraint;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The factory of adapters for self-built apps of Feishu and Lark. Only one process may connect as
 * an app: the platform sends each event to one random connection, so a second process would
 * silently take a share of them. The token is therefore the {@code app_id}.
 */
public final class FeishuFactory implements PlatformFactory {

    private static final TypeSchema SCHEMA =
            new TypeSchema(
                    "feishu",
                    List.of(
                            OptionSpec.required(
                                    FeishuSettings.APP_ID,
                                    Kind.TEXT,
                                    "the app's id, cli_… in its console"),
                            OptionSpec.required(
                                    FeishuSettings.APP_SECRET,
                                    Kind.SECRET,
                                    "the app's secret, from its console"),
                            OptionSpec.optional(
                                            FeishuSettings.DOMAIN,
                                            Kind.TEXT,
                                            "where the app lives: feishu (China) or lark (elsewhere)")
                                    .withDefault(FeishuSettings.USUAL_DOMAIN)
                                    .with(new Constraint.OneOf(List.of("feishu", "lark"))),
                            OptionSpec.optional(
                                            FeishuSettings.PING_INTERVAL,
                                            Kind.DURATION,
                                            "how often to ping; by default what the platform asks for, and"
                                                    + " twice in contact_timeout at least")
                                    .withExample("30s")
                                    .with(new Constraint.AtLeast(Duration.ofMillis(50))),
                            OptionSpec.optional(
                                            FeishuSettings.PONG_TIMEOUT,
                                            Kind.DURATION,
                                            "how long a pong may take before the connection counts as"
                                                    + " lost; by default two ping intervals, at most 20s")
                                    .withExample("20s")
                                    .with(new Constraint.AtLeast(Duration.ofMillis(50))),
                            OptionSpec.optional(
                                            FeishuSettings.TYPING_REACTION,
                                            Kind.TEXT,
                                            "an emoji_type that is put on a message while it is"
                                                    + " worked on; by default none")
                                    .withExample("Typing")));

    /** Called by {@link java.util.ServiceLoader}. */
    public FeishuFactory() {}

    @Override
    public String displayName() {
        return "Feishu";
    }

    @Override
    public TypeSchema schema() {
        return SCHEMA;
    }

    @Override
    public Secret token(PlatformConfig config) {
        return Secret.of(config.options().text(FeishuSettings.APP_ID).orElse(""));
    }

    @Override
    public Optional<String> identity(PlatformConfig config) {
        return config.options().text(FeishuSettings.APP_ID);
    }

    @Override
    public Optional<URI> address(PlatformConfig config) {
        return FeishuSettings.of(config).base();
    }

    @Override
    public SendLimits sendLimits() {
        return FeishuSendLimits.DOCUMENTED;
    }

    /** Its quotes and replies name an id, and what the platform tells of it may not be at hand. */
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
        try (var server = new LoopbackFeishu()) {
            AdapterWarmUp.run(server.uri(), (address, stage) -> create(example(address), stage));
        } catch (IOException e) {
            // Without the warm-up the first real connection takes a little longer.
        }
    }

    private static PlatformConfig example(URI address) {
        return new PlatformConfig(
                "warm-up",
                SCHEMA.type(),
                true,
                Optional.of(address),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Options.of(
                        Map.of(
                                FeishuSettings.APP_ID,
                                "warm-up",
                                FeishuSettings.APP_SECRET,
                                Secret.of("warm-up"))));
    }

    @Override
    public Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        FeishuSettings settings = FeishuSettings.of(config);
        URI base = settings.base().orElse(FeishuSettings.FEISHU);
        // Fetching a tenant token disturbs no connection.
        return AccountCheck.run(
                "Feishu",
                settings.name(),
                settings.proxy(),
                List.of(settings.appSecret()),
                within,
                (http, scope) -> {
                    new TenantTokenProvider(
                                    new RestClient(http, base), settings, MonotonicClock.start())
                            .get(within, scope);
                    return Optional.of(settings.appId());
                });
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        return new FeishuAdapter(FeishuSettings.of(config), context);
    }
}
