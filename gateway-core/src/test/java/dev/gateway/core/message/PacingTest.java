package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacingTest {

    @TempDir Path home;
    private DispatcherFixture desk;

    @BeforeEach
    void open() throws Exception {
        desk =
                new DispatcherFixture(
                        home,
                        DispatcherFixture.FAST.withThreads(2, 1), // One thread sends.
                        new EchoHandler());
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aChatAtItsLimitWaitsAloneWithoutAThreadAndDelaysNoStop() throws Exception {
        desk.limits.put("tg", chat -> List.of(new SendLimit(2, Duration.ofHours(1))));
        desk.started();
        desk.say("full", "1", "2", "3", "4");
        await().until(() -> desk.telegram.texts("full").equals(List.of("1", "2")));
        await().until(() -> desk.journal.counts().outbox() == 2);

        for (int i = 0; i < 5; i++) {
            String conversation = "friend" + i;
            desk.say(conversation, conversation);
            await().until(() -> desk.telegram.texts(conversation).size() == 1);
        }

        assertThat(desk.dispatcher.drain(Duration.ofMinutes(5))).isTrue();
        assertThat(desk.telegram.texts("full")).isEqualTo(List.of("1", "2"));
        assertThat(desk.events.of(EventType.MESSAGE_PARKED)).isEmpty();
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(0, 0, 9, 0, 2));
    }

    @Test
    void nothingOfALongAnswerIsLostOrReordered() throws Exception {
        desk.limits.put("tg", chat -> List.of(new SendLimit(2, Duration.ofMillis(40))));
        desk.started();
        String[] texts = IntStream.range(0, 9).mapToObj(Integer::toString).toArray(String[]::new);

        desk.say("anna", texts);

        await().until(() -> desk.telegram.texts("anna").size() == texts.length);
        assertThat(desk.telegram.texts("anna")).containsExactly(texts);
        assertThat(desk.events.of(EventType.ANSWER_SENDING)).hasSize(texts.length);
    }

    @Test
    void anAccountAtItsLimitSendsTheRestInItsTimeAndDelaysNoStop() throws Exception {
        desk.limits.put("tg", ofAccount(new SendLimit(3, Duration.ofMillis(50))));
        desk.started();
        for (int i = 0; i < 10; i++) {
            desk.say("c" + i, "m" + i);
        }
        await().until(() -> desk.telegram.sent().size() == 10);

        desk.limits.put("tg", ofAccount(new SendLimit(1, Duration.ofHours(1))));
        desk.say("first", "1");
        desk.say("second", "2");
        await().until(() -> desk.telegram.sent().size() == 11);
        await().until(() -> desk.journal.counts().outbox() == 1);

        assertThat(desk.dispatcher.drain(Duration.ofMinutes(5))).isTrue();
        assertThat(desk.telegram.sent()).hasSize(11);
    }

    private static SendLimits ofAccount(SendLimit limit) {
        return new SendLimits() {
            @Override
            public List<SendLimit> of(String chat) {
                return List.of();
            }

            @Override
            public List<SendLimit> account() {
                return List.of(limit);
            }
        };
    }
}
