package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramInboundTest {

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private RecordingContext context;

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void aGroupMessageIsNotDirectAndKeepsWhatAReplyNeeds() throws Exception {
        InboundMessage message =
                only(
                        """
                        {"message_id":7,"date":5,"chat":{"id":-42,"type":"group"},
                         "from":{"id":9},"text":"hello"}""");

        assertThat(message.direct()).isFalse();
        assertThat(message.conversation()).isEqualTo("-42");
        assertThat(message.sender()).isEqualTo("9");
        assertThat(message.replyContext()).isEqualTo("{\"message_id\":7}");
        assertThat(message.sentAt()).isEqualTo(Instant.ofEpochSecond(5));
    }

    @Test
    void eachTopicIsAConversationOfItsOwn() throws Exception {
        InboundMessage message =
                only(
                        """
                        {"message_id":7,"date":5,"chat":{"id":-100123,"is_forum":true},
                         "message_thread_id":3,"is_topic_message":true,
                         "reply_to_message":{"message_id":3},"from":{"id":9},"text":"hello"}""");

        assertThat(message.conversation()).isEqualTo("-100123/3");
        assertThat(message.replyContext()).isEqualTo("{\"message_id\":7,\"thread\":3}");
    }

    @Test
    void aThreadOfRepliesIsNoTopic() throws Exception {
        InboundMessage message =
                only(
                        """
                        {"message_id":7,"date":5,"chat":{"id":-100123},"message_thread_id":3,
                         "reply_to_message":{"message_id":3},"from":{"id":9},"text":"hello"}""");

        assertThat(message.conversation()).isEqualTo("-100123");
    }

    @Test
    void whoSpeaksAsAChatIsThatChat() throws Exception {
        InboundMessage message =
                only(
                        """
                        {"message_id":7,"date":5,"chat":{"id":-42},"sender_chat":{"id":-1009},
                         "from":{"id":1087968824},"text":"hello"}""");

        assertThat(message.sender()).isEqualTo("-1009");
    }

    @Test
    void aStickerSaysItsEmoji() throws Exception {
        assertThat(only("{\"chat\":{\"id\":5},\"sticker\":{\"emoji\":\"👍\"}}").text())
                .isEqualTo("👍");
    }

    @Test
    void aMessageWithoutDateWasSentNow() throws Exception {
        assertThat(only("{\"chat\":{\"id\":5},\"text\":\"hello\"}").sentAt())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "@my_bot hello, hello",
        "@MY_BOT hello, hello",
        "/start@my_bot now, /start now",
        "/start now, /start now",
        "@somebody hello, @somebody hello",
        "mail me@my_bot, mail me@my_bot",
        "@my_bot, @my_bot",
    })
    void inAGroupTheBotsNameIsTakenOut(String said, String heard) throws Exception {
        bot.answer(
                "getMe",
                TelegramFixture.ok("{\"id\":123456,\"is_bot\":true,\"username\":\"my_bot\"}"));
        assertThat(only("{\"chat\":{\"id\":-42},\"text\":\"" + said + "\"}").text())
                .isEqualTo(heard);
    }

    @Test
    void aCommandToAnotherBotIsNotForUs() throws Exception {
        bot.answer("getMe", TelegramFixture.ok("{\"username\":\"my_bot\"}"));
        receive("{\"chat\":{\"id\":-42},\"text\":\"/start@other_bot\"}");

        assertThat(context.deliveries()).isEmpty();
        assertThat(context.cursor()).contains("2");
    }

    @Test
    void aNameThatIsNotKnownKeepsNoMessageAway() throws Exception {
        bot.answer("getMe", TelegramFixture.refused(500, "Internal Server Error"));
        assertThat(only("{\"chat\":{\"id\":-42},\"text\":\"@my_bot hello\"}").text())
                .isEqualTo("@my_bot hello");
    }

    @Test
    void theNameIsAskedForOnceAndOnlyWhereItMatters() throws Exception {
        bot.answer("getMe", TelegramFixture.ok("{\"username\":\"my_bot\"}"));
        receive(
                "{\"chat\":{\"id\":5},\"text\":\"@my_bot in private\"}",
                "{\"chat\":{\"id\":-42},\"text\":\"plain\"}",
                "{\"chat\":{\"id\":-42},\"text\":\"@my_bot one\"}",
                "{\"chat\":{\"id\":-42},\"text\":\"@my_bot two\"}");

        assertThat(context.deliveries())
                .extracting(InboundMessage::text)
                .containsExactly("@my_bot in private", "plain", "one", "two");
        assertThat(bot.methods().indexOf("getMe")).isGreaterThan(0);
        assertThat(bot.calls("getMe")).hasSize(1);
    }

    @Test
    void aGroupThatMovedIsRememberedAcrossRestarts() throws Exception {
        receive("{\"chat\":{\"id\":-42},\"migrate_to_chat_id\":-1001234567890}");

        assertThat(context.notes()).containsEntry("migrated:-42", "-1001234567890");
    }

    private InboundMessage only(String message) throws Exception {
        receive(message);
        assertThat(context.deliveries()).hasSize(1);
        return context.deliveries().get(0);
    }

    private void receive(String... messages) throws Exception {
        var updates = new ArrayList<String>();
        for (String message : messages) {
            updates.add("{\"update_id\":" + (updates.size() + 1) + ",\"message\":" + message + "}");
        }
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(List.copyOf(updates).toString()),
                TelegramFixture.nothing());
        context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(Duration.ofSeconds(20)).until(() -> bot.calls("getUpdates").size() >= 2);
    }
}
