package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.Secret;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

    @TempDir Path folder;

    private ConfigFileFixture file() {
        return new ConfigFileFixture(folder);
    }

    @Test
    void theExampleOfTheContractIsRead() throws Exception {
        Path secret = file().secretFile("feishu", "s3cret\n");
        GatewayConfig config =
                file().variable("TELEGRAM_BOT_TOKEN", "1:telegram")
                        .variable("WEIXIN_BOT_TOKEN", "weixin-token")
                        .holding(
                                """
                                gateway:
                                  drain_timeout: 31s        # let messages in flight finish
                                  disconnect_timeout: 21s
                                  token_wait: 2m
                                  health: {listen: "127.0.0.1:9464"}
                                handler: {type: echo}
                                platforms:
                                  family:  {type: telegram, token: "${TELEGRAM_BOT_TOKEN}"}
                                  work:    {type: feishu, app_id: cli_x, app_secret: "${file:%s}"}
                                  mama:    {type: weixin, token: "${WEIXIN_BOT_TOKEN}"}
                                """
                                        .formatted(secret))
                        .load();

        assertThat(config.budget())
                .isEqualTo(ShutdownBudget.of(Duration.ofSeconds(31), Duration.ofSeconds(21)));
        assertThat(config.tokenWait()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.health()).contains(new InetSocketAddress("127.0.0.1", 9464));
        assertThat(config.handler()).isEqualTo(HandlerConfig.echo());
        assertThat(config.platforms().keySet()).containsExactly("family", "work", "mama");
        PlatformConfig work = config.platforms().get("work");
        assertThat(work.type()).isEqualTo("feishu");
        assertThat(work.options().text("app_id")).contains("cli_x");
        assertThat(work.options().secret("app_secret")).contains(Secret.of("s3cret"));
        assertThat(config.platforms().get("mama").options().secret("token"))
                .contains(Secret.of("weixin-token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "platforms:",
                "gateway:\nhandler:\nplatforms:\n",
                "gateway: {health: }",
                "\uFEFFplatforms: {}\r\n"
            })
    void whatIsNotSaidHasItsDefault(String yaml) throws Exception {
        GatewayConfig config = file().holding(yaml).load();

        assertThat(config)
                .isEqualTo(
                        new GatewayConfig(
                                ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20)),
                                Duration.ofSeconds(60),
                                java.util.Optional.empty(),
                                LogLevel.INFO,
                                HandlerConfig.echo(),
                                java.util.Map.of()));
    }

    @Test
    void theLogLevelIsAWord() throws Exception {
        assertThat(file().holding("gateway: {log_level: Debug}").load().logLevel())
                .isEqualTo(LogLevel.DEBUG);
        assertThat(file().holding("gateway: {log_level: loud}").problemLines())
                .singleElement()
                .asString()
                .contains("'loud' is not a log level", "write error, warn, info or debug");
    }

    @Test
    void aPlatformInheritsTheDisconnectTimeoutAndCanRaiseTheBudget() throws Exception {
        GatewayConfig config =
                file().holding(
                                """
                                gateway: {disconnect_timeout: 5s}
                                platforms:
                                  quick: {type: telegram, token: "1:a"}
                                  slow: {type: weixin, token: b, disconnect_timeout: 18s}
                                  off: {type: weixin, enabled: false, disconnect_timeout: 1h}
                                """)
                        .load();

        assertThat(config.platforms().get("quick").disconnectTimeout())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(config.platforms().get("slow").disconnectTimeout())
                .isEqualTo(Duration.ofSeconds(18));
        assertThat(config.budget().disconnect()).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void aPlatformCountsAsConnectedForNinetySecondsUnlessItSaysOtherwise() throws Exception {
        GatewayConfig config =
                file().holding(
                                """
                                platforms:
                                  a: {type: telegram, token: "1:a"}
                                  b: {type: telegram, token: "1:b", contact_timeout: 9s}
                                """)
                        .load();

        assertThat(config.platforms().get("a").contactTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.platforms().get("b").contactTimeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void answersAreMarkdownWithinThePlatformsLimitsUnlessAnAccountSaysOtherwise() throws Exception {
        GatewayConfig config =
                file().holding(
                                """
                                platforms:
                                  a: {type: telegram, token: "1:a"}
                                  b: {type: telegram, token: "1:b", format: plain, send_limit: none}
                                  c: {type: telegram, token: "1:c", burst_window: 600ms, max_age: 30m}
                                """)
                        .load();

        assertThat(config.platforms().get("a").format()).isEqualTo(TextFormat.MARKDOWN);
        assertThat(config.platforms().get("a").sendLimited()).isTrue();
        assertThat(config.platforms().get("b").format()).isEqualTo(TextFormat.PLAIN);
        assertThat(config.platforms().get("b").sendLimited()).isFalse();
        assertThat(config.platforms().get("b").intake().burstWindow()).isZero();
        assertThat(config.platforms().get("b").intake().maxAge()).isEmpty();
        assertThat(config.platforms().get("c").intake().maxAge()).contains(Duration.ofMinutes(30));
        assertThat(config.platforms().get("c").intake().burstWindow())
                .isEqualTo(Duration.ofMillis(600));
        assertThat(
                        file().holding(
                                        """
                                        platforms:
                                          a: {type: telegram, token: "1:a", format: html}
                                        """)
                                .problemLines())
                .singleElement()
                .asString()
                .contains("line 2", "'html' is not known", "markdown, plain");
    }

    @Test
    void everyKindOfOptionGetsItsJavaType() throws Exception {
        Options options =
                file().variable("FRIEND", "li")
                        .holding(
                                """
                                platforms:
                                  family:
                                    type: telegram
                                    token: 123456:AAH-x
                                    base_url: http://127.0.0.1:8081/
                                    poll_timeout: 500ms
                                    batch_size: 100
                                    quiet: on
                                    allowed: [mama, "${FRIEND}", 42, 'a$$b$c']
                                """)
                        .load()
                        .platforms()
                        .get("family")
                        .options();

        assertThat(options.secret("token")).contains(Secret.of("123456:AAH-x"));
        assertThat(options.duration("poll_timeout")).contains(Duration.ofMillis(500));
        assertThat(options.integer("batch_size")).contains(100L);
        assertThat(options.flag("quiet")).contains(true);
        assertThat(options.textList("allowed")).isEqualTo(List.of("mama", "li", "42", "a$b$c"));
    }

    @Test
    void aBaseUrlLosesTheSlashAtItsEnd() throws Exception {
        GatewayConfig config =
                file().holding(
                                "platforms: {a: {type: weixin, token: x, base_url:"
                                        + " 'https://proxy.example/api/'}}")
                        .load();

        assertThat(config.platforms().get("a").baseUrl())
                .contains(URI.create("https://proxy.example/api"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handler: {type: process, command: [bot, --fast]}",
                "handler: {process: {command: [bot, --fast]}}",
                "handler:\n  process:\n    command:\n      - bot\n      - --fast\n",
            })
    void aHandlerMayBeWrittenInBothForms(String yaml) throws Exception {
        HandlerConfig handler = file().holding(yaml).load().handler();

        assertThat(handler.type()).isEqualTo("process");
        assertThat(handler.options().textList("command")).containsExactly("bot", "--fast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"handler: echo", "handler: {echo: }", "handler: {echo: {}}"})
    void aHandlerWithoutOptionsMayBeShort(String yaml) throws Exception {
        assertThat(file().holding(yaml).load().handler()).isEqualTo(HandlerConfig.echo());
    }

    @Test
    void aDisabledPlatformMayLackWhatItNeedsAndItsReferencesAreNotRead() throws Exception {
        GatewayConfig config =
                file().holding(
                                """
                                platforms:
                                  a: {type: telegram, enabled: false, token: "${NOT_SET}"}
                                  b: {type: feishu, enabled: false, app_id: cli_x, app_secret: }
                                  c: {type: weixin, enabled: no, token: "${file:/nowhere}"}
                                  d: {type: weixin, enabled: false, base_url: "${NOT_SET}"}
                                """)
                        .load();

        assertThat(config.platforms().values()).hasSize(4).noneMatch(PlatformConfig::enabled);
        assertThat(config.platforms().get("a").options()).isEqualTo(Options.none());
        assertThat(config.platforms().get("b").options().text("app_id")).contains("cli_x");
    }

    @Test
    void healthListensElsewhereOnlyIfAllowedAndNeverAsksANameServer() throws Exception {
        assertThat(health("{listen: \"0.0.0.0:80\", allow_remote: true}").getAddress())
                .matches(java.net.InetAddress::isAnyLocalAddress);
        assertThat(health("{listen: \"metrics.invalid:80\", allow_remote: true}").isUnresolved())
                .isTrue();
        assertThat(health("{listen: \"localhost:0\"}").getAddress().isLoopbackAddress()).isTrue();
        assertThat(health("{listen: \"[::1]:9464\"}").getAddress().isLoopbackAddress()).isTrue();
    }

    private InetSocketAddress health(String yaml) throws InvalidConfigException {
        return file().holding("gateway: {health: " + yaml + "}").load().health().orElseThrow();
    }

    @Test
    void aliasesRepeatAValue() throws Exception {
        GatewayConfig config =
                file().holding(
                                """
                                platforms:
                                  a: {type: weixin, token: x, disconnect_timeout: &long 40s}
                                  b: {type: weixin, token: y, disconnect_timeout: *long}
                                """)
                        .load();

        assertThat(config.platforms().get("b").disconnectTimeout())
                .isEqualTo(Duration.ofSeconds(40));
    }
}
