package dev.gateway.sim.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramUser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody who chats counts honestly, whatever the bot does. */
class ChatterTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeTelegram telegram = FakeTelegram.start();
    private final TelegramUser mama = telegram.user("mama");
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        telegram.close();
    }

    private void botSays(String text) throws Exception {
        URI uri =
                telegram.server()
                        .uri()
                        .resolve(
                                "/bot%s/sendMessage?chat_id=%s&text=%s"
                                        .formatted(
                                                telegram.token(),
                                                mama.conversation(),
                                                URLEncoder.encode(text, StandardCharsets.UTF_8)));
        int status =
                http.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
        assertThat(status).isEqualTo(200);
    }

    @Test
    void countsWhatWasAnsweredOnceTwiceAndNever() throws Exception {
        try (Chatter chatter = Chatter.start(mama, Duration.ofMillis(1))) {
            await().atMost(SOON).until(() -> chatter.count().sent() >= 12);
            chatter.stop();
            int sent = chatter.count().sent();
            assertThat(chatter.count().flawless()).isFalse();

            for (Said said : chatter.messages()) {
                botSays("you said " + said.text());
            }
            assertThat(chatter.awaitAnswers(SOON).flawless()).isTrue();

            botSays(chatter.messages().get(0).text());
            mama.says("not of the chatter's");
            ChatterCount count = chatter.count();
            assertThat(count.sent()).isEqualTo(sent);
            assertThat(count.duplicated()).isEqualTo(1);
            assertThat(count.lost()).isZero();
            assertThat(count.slowest()).isPositive();
        }
    }

    @Test
    void saysNoMoreOnceItIsStopped() throws Exception {
        Chatter chatter = Chatter.start(mama, Duration.ofMillis(1));
        await().atMost(SOON).until(() -> chatter.count().sent() > 0);

        chatter.stop();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("chatter-mama");
        assertThat(chatter.count().lost()).isEqualTo(chatter.count().sent());
    }

    @Test
    void givesUpOnAnAnswerThatNeverComesAndSaysWhatItKnows() {
        Said said = mama.says("anybody there?");

        assertThatThrownBy(() -> said.awaitAnswer(Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("\"anybody there?\", delivered 0 times");
    }
}
