package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelegramPollTest {

    private static final String HELLO =
            """
            [{"update_id":10000,"message":{"date":1441645532,
              "chat":{"last_name":"Test Lastname","id":1111111,"type":"private","first_name":"Test"},
              "message_id":1365,
              "from":{"id":1111111,"is_bot":false,"first_name":"Test","username":"Test"},
              "text":"/start"}}]""";

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void theFirstCallIsAPollThatDoesNotWaitAndTheNextOnesDo() throws Exception {
        var context = new RecordingContext("family", media);
        context.resumeAt("77");
        ServingThread serving = bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 3);

        List<JsonNode> polls = bot.calls("getUpdates");
        assertThat(polls.get(0))
                .isEqualTo(
                        TelegramFixture.json(
                                "{\"offset\":77,\"timeout\":0,"
                                        + "\"allowed_updates\":[\"message\",\"edited_message\","
                                        + "\"channel_post\",\"edited_channel_post\","
                                        + "\"guest_message\",\"callback_query\","
                                        + "\"my_chat_member\"]}"));
        assertThat(polls.subList(1, 3))
                .allSatisfy(poll -> assertThat(poll.path("timeout").asInt()).isEqualTo(30));
        assertThat(bot.methods()).containsOnly("getUpdates");
        assertThat(context.contacts()).isGreaterThanOrEqualTo(2);
        assertThat(context.batches()).isEmpty();
        assertThat(serving.ended()).isFalse();
    }

    @Test
    void withoutACursorThereIsNoOffsetAndSoNothingIsSkipped() throws Exception {
        bot.serve(new RecordingContext("family", media));
        await().atMost(TelegramFixture.SOON).until(() -> !bot.calls("getUpdates").isEmpty());
        assertThat(bot.calls("getUpdates").get(0).has("offset")).isFalse();
    }

    @Test
    void aDamagedCursorIsAsGoodAsNone() throws Exception {
        var context = new RecordingContext("family", media);
        context.resumeAt("not a number");
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> !bot.calls("getUpdates").isEmpty());
        assertThat(bot.calls("getUpdates").get(0).has("offset")).isFalse();
    }

    @Test
    void aMessageIsAcceptedAndThenConfirmedByTheOffset() throws Exception {
        bot.answer("getUpdates", TelegramFixture.ok(HELLO), TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 2);

        assertThat(context.deliveries())
                .containsExactly(
                        new InboundMessage(
                                        "10000",
                                        "1111111",
                                        "1111111",
                                        true,
                                        "/start",
                                        List.of(),
                                        "{\"message_id\":1365}",
                                        Instant.ofEpochSecond(1441645532))
                                .withContext(
                                        MessageContext.builder()
                                                .senderName("Test")
                                                .addressed(true)
                                                .messageId("1365")
                                                .build()));
        assertThat(context.cursor()).contains("10001");
        assertThat(bot.calls("getUpdates").get(1).path("offset").asLong()).isEqualTo(10001);
    }

    @Test
    void whatIsNotAcceptedIsNeverConfirmed() throws Exception {
        bot.answer("getUpdates", TelegramFixture.ok(HELLO), TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        context.refuse();
        ServingThread serving = bot.serve(context);
        assertThat(serving.outcome()).containsInstanceOf(PlatformException.NotAccepted.class);
        assertThat(bot.calls("getUpdates")).hasSize(1);
    }

    @Test
    void servingAgainGoesOnBehindTheStoredCursorWithAPollThatDoesNotWait() throws Exception {
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(HELLO),
                TelegramFixture.refused(500, "Internal Server Error: restart"),
                TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        ServingThread first = bot.serve(context);
        assertThat(first.outcome()).containsInstanceOf(PlatformException.Unreachable.class);

        bot.serve(first.adapter);
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 3);
        JsonNode poll = bot.calls("getUpdates").get(2);
        assertThat(poll.path("offset").asLong()).isEqualTo(10001);
        assertThat(poll.path("timeout").asInt()).isZero();
        assertThat(context.deliveries()).hasSize(1);
    }

    @Test
    void updatesWithNothingToAnswerMoveTheOffsetAllTheSame() throws Exception {
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        """
                        [{"update_id":1,"edited_message":{"text":"no"}},
                         {"update_id":2,"message":{"chat":{"id":5},"from":{"id":123456},"text":"mine"}},
                         {"update_id":3,"message":{"chat":{"id":5},"new_chat_title":"service"}},
                         {"update_id":4,"message":"damaged"},
                         {"update_id":5,"message":{"chat":{"id":"five"},"text":"damaged"}},
                         {"no_update_id":true},
                         {"update_id":6}]"""),
                TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 2);
        assertThat(context.deliveries()).isEmpty();
        assertThat(context.cursor()).contains("7");
    }

    @Test
    void aServerThatAnswersLongPollsAtOnceIsNotHammered() throws Exception {
        bot.answer("getUpdates", TelegramFixture.ok("[]"));
        bot.serve(new RecordingContext("family", media));
        long began = System.nanoTime();
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 6);
        // The first two follow each other, then at least four pauses of 250 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aWebhookIsDeletedWhereThatIsAllowedAndPollingGoesOn() throws Exception {
        bot.with("delete_webhook", true)
                .answer(
                        "getUpdates",
                        TelegramFixture.refused(
                                409,
                                "Conflict: can't use getUpdates method while webhook is active;"
                                        + " use deleteWebhook to delete the webhook first"),
                        TelegramFixture.ok(HELLO),
                        TelegramFixture.nothing());
        bot.answer("deleteWebhook", TelegramFixture.ok("true"));
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> context.deliveries().size() == 1);
        assertThat(bot.calls("deleteWebhook"))
                .containsExactly(TelegramFixture.json("{\"drop_pending_updates\":false}"));
    }

    @Test
    void aWebhookThatComesBackIsAConflict() throws Exception {
        bot.with("delete_webhook", true)
                .answer(
                        "getUpdates",
                        TelegramFixture.refused(409, "Conflict: terminated by setWebhook request"));
        bot.answer("deleteWebhook", TelegramFixture.ok("true"));
        ServingThread serving = bot.serve(new RecordingContext("family", media));
        assertThat(serving.outcome()).containsInstanceOf(PlatformException.Conflict.class);
        assertThat(bot.calls("deleteWebhook")).hasSize(1);
    }

    @Test
    void theEndOfServingIsAReturnAndNothingElse() throws Exception {
        ServingThread serving = bot.serve(new RecordingContext("family", media));
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 2);
        serving.adapter.stopIntake();
        assertThat(serving.outcome()).isEqualTo(Optional.empty());
    }
}
