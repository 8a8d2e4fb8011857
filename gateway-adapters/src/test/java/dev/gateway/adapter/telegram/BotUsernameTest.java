package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BotUsernameTest {

    private final TelegramFixture bot = new TelegramFixture();
    private final TelegramSettings settings = TelegramSettings.of(bot.config());
    private final HttpClient http =
            new HttpClient("telegram-name", settings.proxy(), settings.secrets());
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final BotUsername username =
            new BotUsername(new BotApi(settings, http), new CancellationScope(), now::get);

    @AfterEach
    void close() throws Exception {
        http.close(Duration.ofSeconds(2));
        bot.close();
    }

    @Test
    void aNameThatItsOwnerChangedIsKnownAfterAnHour() throws Exception {
        bot.answer(
                "getMe",
                TelegramFixture.ok("{\"username\":\"old_bot\"}"),
                TelegramFixture.ok("{\"username\":\"new_bot\"}"));

        assertThat(username.get()).contains("old_bot");
        now.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(username.get()).contains("old_bot");
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(username.get()).contains("new_bot");
    }

    @Test
    void aNameThatWasKnownStaysKnownWhileItCannotBeAskedFor() throws Exception {
        bot.answer(
                "getMe",
                TelegramFixture.ok("{\"username\":\"our_bot\"}"),
                TelegramFixture.refused(500, "Internal Server Error"));

        assertThat(username.get()).contains("our_bot");
        now.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(username.get()).contains("our_bot");
        assertThat(bot.calls("getMe")).hasSize(2);
    }

    @Test
    void aFailureIsNotRepeatedWithEachMessage() throws Exception {
        bot.answer("getMe", TelegramFixture.refused(500, "Internal Server Error"));

        assertThat(username.get()).isEmpty();
        assertThat(username.get()).isEmpty();
        assertThat(bot.calls("getMe")).hasSize(1);
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(username.get()).isEmpty();
        assertThat(bot.calls("getMe")).hasSize(2);
    }
}
