package dev.gateway.adapter.telegram;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that sends to a person on the fake platform; it does not poll. */
abstract class TelegramSendingFixture {

    final FakeTelegram telegram = FakeTelegram.start();
    final TelegramUser mama = telegram.user("mama");
    @TempDir Path media;
    PlatformAdapter adapter;

    @BeforeEach
    void connect() {
        adapter =
                new TelegramFactory()
                        .create(
                                new PlatformConfig(
                                        "family",
                                        "telegram",
                                        true,
                                        Optional.of(telegram.server().uri()),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(90),
                                        Options.of(Map.of("token", Secret.of(telegram.token())))),
                                new RecordingContext("family", media));
        mama.says("hello");
    }

    @AfterEach
    void close() throws Exception {
        adapter.disconnect(Duration.ofSeconds(20));
        telegram.close();
    }
}
