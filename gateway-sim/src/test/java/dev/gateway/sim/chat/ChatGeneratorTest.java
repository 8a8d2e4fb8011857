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

/** Tests the counts of the chat generator with bots of all kinds. */
class ChatGeneratorTest {

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
    void countsMessagesAnsweredOnceTwiceAndNever() throws Exception {
        try (ChatGenerator generator = ChatGenerator.start(mama, Duration.ofMillis(1))) {
            await().atMost(SOON).until(() -> generator.count().sent() >= 12);
            generator.stop();
            int sent = generator.count().sent();
            assertThat(generator.count().flawless()).isFalse();

            for (SentMessage said : generator.messages()) {
                botSays("you said " + said.text());
            }
            assertThat(generator.awaitAnswers(SOON).flawless()).isTrue();

            botSays(generator.messages().get(0).text());
            mama.says("not of the chatter's");
            ChatStats count = generator.count();
            assertThat(count.sent()).isEqualTo(sent);
            assertThat(count.duplicated()).isEqualTo(1);
            assertThat(count.lost()).isZero();
            assertThat(count.slowest()).isPositive();
        }
    }

    @Test
    void sendsNothingAfterAStop() throws Exception {
        ChatGenerator generator = ChatGenerator.start(mama, Duration.ofMillis(1));
        await().atMost(SOON).until(() -> generator.count().sent() > 0);

        generator.stop();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("chat-generator-mama");
        assertThat(generator.count().lost()).isEqualTo(generator.count().sent());
    }

    @Test
    void stopsWaitingForAMissingAnswerAndReportsItsDeliveries() {
        SentMessage said = mama.says("anybody there?");

        assertThatThrownBy(() -> said.awaitAnswer(Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("\"anybody there?\", delivered 0 times");
    }
}
