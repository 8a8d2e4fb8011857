package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of questions to the bot in chats whose member it is not. */
class TelegramGuestAnswerTest {

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void aQuestionIsAConversationOfItsOwnAndNotThatOfTheChatWithTheSameId() throws Exception {
        bot.answer("getMe", TelegramFixture.ok("{\"username\":\"our_bot\"}"));
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        """
                        [{"update_id":1,"guest_message":{"message_id":3,"guest_query_id":"q1",
                          "chat":{"id":5,"type":"private"},"from":{"id":9},
                          "text":"@our_bot hello"}}]"""),
                TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> !context.deliveries().isEmpty());

        InboundMessage question = context.deliveries().get(0);
        assertThat(question.conversation()).isEqualTo("guest/q1");
        assertThat(question.direct()).isFalse();
        assertThat(question.addressed()).isTrue();
        assertThat(question.sender()).isEqualTo("9");
        assertThat(question.text()).isEqualTo("hello");
    }

    @Test
    void theAnswerGoesToTheQuestion() throws Exception {
        bot.answer("answerGuestQuery", TelegramFixture.ok("{\"inline_message_id\":\"i1\"}"));

        send("hello\nthere");

        assertThat(bot.methods()).containsExactly("answerGuestQuery");
        JsonNode call = bot.calls("answerGuestQuery").get(0);
        assertThat(call.path("guest_query_id").asText()).isEqualTo("q1");
        assertThat(call.path("result").path("type").asText()).isEqualTo("article");
        assertThat(call.path("result").path("title").asText()).isEqualTo("hello");
        assertThat(call.path("result").path("input_message_content").path("message_text").asText())
                .startsWith("hello");
    }

    @Test
    void aSecondAnswerIsParkedWithItsReason() {
        bot.answer(
                "answerGuestQuery", TelegramFixture.refused(400, "Bad Request: query is too old"));

        assertThatThrownBy(() -> send("more"))
                .isInstanceOf(Undeliverable.class)
                .hasMessageContaining("too old");
        assertThatThrownBy(() -> send("")).isInstanceOf(Undeliverable.class);
    }

    private void send(String text) throws Exception {
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        try {
            adapter.send(new OutboundMessage("m", "guest/q1", "", text, List.of()));
        } finally {
            adapter.disconnect(Duration.ofSeconds(2));
        }
    }
}
