package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollingTest {

    private static final String HELLO =
            """
            [{"update_id":10000,"message":{"date":1441645532,
              "chat":{"last_name":"Test Lastname","id":1111111,"type":"private","first_name":"Test"},
              "message_id":1365,
              "from":{"id":1111111,"is_bot":false,"first_name":"Test","username":"Test"},
              "text":"/start"}}]""";

    @TempDir Path media;
    private final Bot bot = new Bot();

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void theFirstCallIsAPollThatDoesNotWaitAndTheNextOnesDo() throws Exception {
        var context = new RecordingContext(media).at("77");
        Serving serving = bot.serve(context);
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 3);

        List<JsonNode> polls = bot.calls("getUpdates");
        assertThat(polls.get(0))
                .isEqualTo(
                        Bot.json(
                                "{\"offset\":77,\"timeout\":0,"
                                        + "\"allowed_updates\":[\"message\"]}"));
        assertThat(polls.subList(1, 3))
                .allSatisfy(poll -> assertThat(poll.path("timeout").asInt()).isEqualTo(30));
        assertThat(bot.methods()).containsOnly("getUpdates");
        assertThat(context.contacts.get()).isGreaterThanOrEqualTo(2);
        assertThat(context.batches).isEmpty();
        assertThat(serving.ended()).isFalse();
    }

    @Test
    void withoutACursorThereIsNoOffsetAndSoNothingIsSkipped() throws Exception {
        bot.serve(new RecordingContext(media));
        await().atMost(Bot.SOON).until(() -> !bot.calls("getUpdates").isEmpty());
        assertThat(bot.calls("getUpdates").get(0).has("offset")).isFalse();
    }

    @Test
    void aDamagedCursorIsAsGoodAsNone() throws Exception {
        var context = new RecordingContext(media).at("not a number");
        bot.serve(context);
        await().atMost(Bot.SOON).until(() -> !bot.calls("getUpdates").isEmpty());
        assertThat(bot.calls("getUpdates").get(0).has("offset")).isFalse();
    }

    @Test
    void aMessageIsAcceptedAndThenConfirmedByTheOffset() throws Exception {
        bot.answer("getUpdates", Bot.ok(HELLO), Bot.nothing());
        var context = new RecordingContext(media);
        bot.serve(context);
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 2);

        assertThat(context.messages())
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
                                        new MessageContext(
                                                "Test", "", Optional.of(true), Optional.empty())));
        assertThat(context.cursor()).contains("10001");
        assertThat(bot.calls("getUpdates").get(1).path("offset").asLong()).isEqualTo(10001);
    }

    @Test
    void whatIsNotAcceptedIsNeverConfirmed() throws Exception {
        bot.answer("getUpdates", Bot.ok(HELLO), Bot.nothing());
        var context = new RecordingContext(media);
        context.refuseBatches(true);
        Serving serving = bot.serve(context);
        assertThat(serving.outcome()).containsInstanceOf(PlatformException.NotAccepted.class);
        assertThat(bot.calls("getUpdates")).hasSize(1);
    }

    @Test
    void servingAgainGoesOnBehindTheStoredCursorWithAPollThatDoesNotWait() throws Exception {
        bot.answer(
                "getUpdates",
                Bot.ok(HELLO),
                Bot.refused(500, "Internal Server Error: restart"),
                Bot.nothing());
        var context = new RecordingContext(media);
        Serving first = bot.serve(context);
        assertThat(first.outcome()).containsInstanceOf(PlatformException.Unreachable.class);

        bot.serve(first.adapter);
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 3);
        JsonNode poll = bot.calls("getUpdates").get(2);
        assertThat(poll.path("offset").asLong()).isEqualTo(10001);
        assertThat(poll.path("timeout").asInt()).isZero();
        assertThat(context.messages()).hasSize(1);
    }

    @Test
    void updatesWithNothingToAnswerMoveTheOffsetAllTheSame() throws Exception {
        bot.answer(
                "getUpdates",
                Bot.ok(
                        """
                        [{"update_id":1,"edited_message":{"text":"no"}},
                         {"update_id":2,"message":{"chat":{"id":5},"from":{"id":123456},"text":"mine"}},
                         {"update_id":3,"message":{"chat":{"id":5},"new_chat_title":"service"}},
                         {"update_id":4,"message":"damaged"},
                         {"update_id":5,"message":{"chat":{"id":"five"},"text":"damaged"}},
                         {"no_update_id":true},
                         {"update_id":6}]"""),
                Bot.nothing());
        var context = new RecordingContext(media);
        bot.serve(context);
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 2);
        assertThat(context.messages()).isEmpty();
        assertThat(context.cursor()).contains("7");
    }

    @Test
    void aServerThatAnswersLongPollsAtOnceIsNotHammered() throws Exception {
        bot.answer("getUpdates", Bot.ok("[]"));
        bot.serve(new RecordingContext(media));
        long began = System.nanoTime();
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 6);
        // The first two follow each other, then at least four pauses of 250 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aWebhookIsDeletedWhereThatIsAllowedAndPollingGoesOn() throws Exception {
        bot.with("delete_webhook", true)
                .answer(
                        "getUpdates",
                        Bot.refused(
                                409,
                                "Conflict: can't use getUpdates method while webhook is active;"
                                        + " use deleteWebhook to delete the webhook first"),
                        Bot.ok(HELLO),
                        Bot.nothing());
        bot.answer("deleteWebhook", Bot.ok("true"));
        var context = new RecordingContext(media);
        bot.serve(context);
        await().atMost(Bot.SOON).until(() -> context.messages().size() == 1);
        assertThat(bot.calls("deleteWebhook"))
                .containsExactly(Bot.json("{\"drop_pending_updates\":false}"));
    }

    @Test
    void aWebhookThatComesBackIsAConflict() throws Exception {
        bot.with("delete_webhook", true)
                .answer(
                        "getUpdates",
                        Bot.refused(409, "Conflict: terminated by setWebhook request"));
        bot.answer("deleteWebhook", Bot.ok("true"));
        Serving serving = bot.serve(new RecordingContext(media));
        assertThat(serving.outcome()).containsInstanceOf(PlatformException.Conflict.class);
        assertThat(bot.calls("deleteWebhook")).hasSize(1);
    }

    @Test
    void theEndOfServingIsAReturnAndNothingElse() throws Exception {
        Serving serving = bot.serve(new RecordingContext(media));
        await().atMost(Bot.SOON).until(() -> bot.calls("getUpdates").size() >= 2);
        serving.adapter.stopIntake();
        assertThat(serving.outcome()).isEqualTo(Optional.empty());
    }
}
