package dev.gateway.sim.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pengrad.telegrambot.TelegramBot;
import com.pengrad.telegrambot.UpdatesListener;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.request.ParseMode;
import com.pengrad.telegrambot.request.GetFile;
import com.pengrad.telegrambot.request.GetMe;
import com.pengrad.telegrambot.request.GetUpdates;
import com.pengrad.telegrambot.request.SendDocument;
import com.pengrad.telegrambot.request.SendMessage;
import com.pengrad.telegrambot.response.SendResponse;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.referee.PollRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A third-party client, written for the real Telegram, works against the fake one. */
class FakeTelegramThirdPartyClientTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeTelegram telegram = FakeTelegram.start();
    private final OkHttpClient http =
            new OkHttpClient.Builder().readTimeout(75, TimeUnit.SECONDS).build();
    private final TelegramBot bot =
            new TelegramBot.Builder(telegram.token())
                    .okHttpClient(http)
                    .updateListenerSleep(10)
                    .apiUrl(telegram.server().uri() + "/bot")
                    .fileApiUrl(telegram.server().uri() + "/file/bot")
                    .build();

    @AfterEach
    void close() {
        bot.removeGetUpdatesListener();
        bot.shutdown();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        telegram.close();
    }

    private int echo(List<Update> updates) {
        for (Update update : updates) {
            Message message = update.message();
            bot.execute(new SendMessage(message.chat().id().longValue(), message.text()));
        }
        return UpdatesListener.CONFIRMED_UPDATES_ALL;
    }

    @Test
    void answersEveryMessageOfAChatGenerator() throws Exception {
        bot.setUpdatesListener(this::echo, failure -> {}, new GetUpdates().timeout(50));

        try (ChatGenerator mama =
                ChatGenerator.start(telegram.user("mama"), Duration.ofMillis(5))) {
            await().atMost(SOON).until(() -> mama.count().answered() >= 50);
            mama.stop();

            assertThat(mama.awaitAnswers(SOON).flawless()).isTrue();
        }
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void closesItsPollWhenItIsStopped() {
        bot.setUpdatesListener(this::echo, failure -> {}, new GetUpdates().timeout(50));
        await().atMost(SOON).until(() -> !telegram.referee().polls().isEmpty());

        bot.removeGetUpdatesListener();

        await().atMost(SOON)
                .until(
                        () ->
                                telegram.referee().polls().get(0).end()
                                        == PollRecord.End.CLIENT_CLOSED);
    }

    @Test
    void understandsMessagesAndErrors() throws Exception {
        assertThat(bot.execute(new GetMe()).user().username()).isEqualTo("first_fake_bot");
        TelegramUser papa = telegram.supergroup(telegram.token(), "house").user("papa", 7);
        papa.sendsDocument(
                "list.txt", "text/plain", "milk".getBytes(StandardCharsets.UTF_8), "please");

        Message message = bot.execute(new GetUpdates()).updates().get(0).message();
        assertThat(message.caption()).isEqualTo("please");
        assertThat(message.messageThreadId()).isEqualTo(7);
        var file = bot.execute(new GetFile(message.document().fileId())).file();
        assertThat(bot.getFileContent(file)).asString(StandardCharsets.UTF_8).isEqualTo("milk");

        bot.execute(
                new SendDocument(
                                message.chat().id().longValue(),
                                "done".getBytes(StandardCharsets.UTF_8))
                        .fileName("done.txt")
                        .messageThreadId(7)
                        .caption("here"));
        assertThat(papa.heard())
                .singleElement()
                .satisfies(
                        botMessage -> {
                            assertThat(botMessage.text()).isEqualTo("here");
                            assertThat(botMessage.files().get(0).name()).isEqualTo("done.txt");
                        });

        SendResponse refused =
                bot.execute(
                        new SendMessage(message.chat().id().longValue(), "1.5")
                                .parseMode(ParseMode.MarkdownV2));
        assertThat(refused.errorCode()).isEqualTo(400);
        assertThat(refused.description()).contains("Character '.' is reserved");
    }
}
