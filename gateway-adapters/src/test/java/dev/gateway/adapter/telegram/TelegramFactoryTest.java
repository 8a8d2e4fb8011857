package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramFactoryTest {

    @Test
    void itIsFoundByItsType() {
        assertThat(ServiceLoader.load(PlatformFactory.class))
                .filteredOn(factory -> factory.schema().type().equals("telegram"))
                .hasSize(1)
                .allSatisfy(f -> assertThat(f.displayName()).isEqualTo("Telegram"));
    }

    @Test
    void theSchemaNamesEveryOption() {
        assertThat(new TelegramFactory().schema().options())
                .extracting(OptionSpec::key, OptionSpec::kind, OptionSpec::required)
                .containsExactly(
                        tuple("token", Kind.SECRET, true),
                        tuple("delete_webhook", Kind.BOOLEAN, false),
                        tuple("poll_timeout", Kind.DURATION, false),
                        tuple("reactions", Kind.BOOLEAN, false));
    }

    @Test
    void theTokenIsWhatOnlyOneProcessMayUse() {
        assertThat(new TelegramFactory().token(config(Map.of(), null)))
                .isEqualTo(Secret.of(TelegramFixture.TOKEN));
    }

    @Test
    void withoutSettingsItIsThePublicServerAndThirtySeconds() {
        TelegramSettings settings = TelegramSettings.of(config(Map.of(), null));

        assertThat(settings.base()).isEqualTo(URI.create("https://api.telegram.org"));
        assertThat(settings.pollTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.deleteWebhook()).isFalse();
        assertThat(settings.botId()).isEqualTo(123456);
        assertThat(settings.toString()).doesNotContain(TelegramFixture.TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.5S, 1", "PT1S, 1", "PT50S, 50", "PT2M, 50"})
    void thePollTimeoutStaysWhereTheServerWouldCutIt(Duration given, long seconds) {
        assertThat(TelegramSettings.of(config(Map.of("poll_timeout", given), null)).pollTimeout())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aServerOfOnesOwnMayLieBelowAPath() {
        TelegramSettings settings =
                TelegramSettings.of(config(Map.of(), "http://127.0.0.1:8081/tg/"));

        assertThat(settings.method("getMe").toString())
                .isEqualTo("http://127.0.0.1:8081/tg/bot" + TelegramFixture.TOKEN + "/getMe");
        assertThat(settings.file("a b/c").toString())
                .isEqualTo(
                        "http://127.0.0.1:8081/tg/file/bot" + TelegramFixture.TOKEN + "/a%20b/c");
    }

    @Test
    void makingAnAdapterStartsNothing(@TempDir Path media) {
        new TelegramFactory().create(config(Map.of(), null), new RecordingContext("family", media));

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("telegram-factory"));
    }

    private static PlatformConfig config(Map<String, Object> more, String base) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("token", Secret.of(TelegramFixture.TOKEN));
        return new PlatformConfig(
                "factory",
                "telegram",
                true,
                Optional.ofNullable(base).map(URI::create),
                Duration.ofSeconds(20),
                Duration.ofSeconds(90),
                Options.of(options));
    }
}
