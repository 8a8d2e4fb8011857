package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.Options;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.yaml.TypeSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlerFactoryTest {

    @Test
    void knowsEveryTypeOfTheConfig() {
        assertThat(HandlerFactory.schemas())
                .extracting(TypeSchema::type)
                .containsExactly("echo", "process", "http", "openai");
        assertThat(HandlerFactory.create(HandlerConfig.echo(), context()))
                .isInstanceOf(EchoHandler.class);
        var unknown = new HandlerConfig("telepathy", Options.none());
        assertThatThrownBy(() -> HandlerFactory.create(unknown, context()))
                .hasMessageContaining("telepathy");
    }

    @Test
    void readsHowMessagesAreGivenToTheHandler() {
        var config =
                new HandlerConfig(
                        "echo",
                        Options.of(
                                Map.of(
                                        "workers",
                                        9L,
                                        "senders",
                                        7L,
                                        "attempts",
                                        2L,
                                        "deadline",
                                        Duration.ofSeconds(5),
                                        "apology",
                                        "Sorry.")));

        DispatcherSettings settings = HandlerFactory.settings(config);

        assertThat(settings.workers()).isEqualTo(9);
        assertThat(settings.senders()).isEqualTo(7);
        assertThat(settings.maxAttempts()).isEqualTo(2);
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.apology()).contains("Sorry.");
        assertThat(HandlerFactory.settings(HandlerConfig.echo()))
                .isEqualTo(DispatcherSettings.defaults());
    }

    @Test
    void handlersOfTwoProcessesMayOverlapUnlessTheConfigSaysOtherwise() {
        var exclusive = new HandlerConfig("echo", Options.of(Map.of("overlap", false)));

        assertThat(HandlerFactory.mayOverlap(HandlerConfig.echo())).isTrue();
        assertThat(HandlerFactory.mayOverlap(exclusive)).isFalse();
        assertThat(HandlerFactory.withoutDispatching(exclusive)).isEqualTo(HandlerConfig.echo());
    }

    private static HandlerContext context() {
        return new HandlerContext(Path.of("."), Path.of("media"), null);
    }
}
