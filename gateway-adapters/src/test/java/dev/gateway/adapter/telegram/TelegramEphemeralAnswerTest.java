package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that what one person of a group said in private is never answered in public. */
class TelegramEphemeralAnswerTest {

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void onlyThatPersonSeesTheAnswer() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok("{\"ephemeral_message_id\":6}"));

        send("-42/~9");

        assertThat(bot.calls("sendMessage"))
                .containsExactly(
                        TelegramFixture.json(
                                """
                                {"chat_id":-42,"text":"hello",
                                 "ephemeral_message_parameters":{"receiver_user_id":9}}"""));
    }

    @Test
    void anAnswerThatIsRefusedStaysPrivateInEachAttempt() throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(400, "Bad Request: topic is closed"));

        assertThatThrownBy(() -> send("-42/3~9")).isInstanceOf(PlatformException.class);

        assertThat(bot.calls("sendMessage"))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        call ->
                                assertThat(
                                                call.path("ephemeral_message_parameters")
                                                        .path("receiver_user_id")
                                                        .asLong())
                                        .isEqualTo(9));
    }

    @Test
    void severalFilesAreNoAlbumBecauseThatWouldBePublic() throws Exception {
        bot.answer("sendPhoto", TelegramFixture.ok("{\"ephemeral_message_id\":6}"));
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));

        adapter.send(new OutboundMessage("m", "-42/~9", "{}", "", List.of(photo("a"), photo("b"))));
        adapter.disconnect(Duration.ofSeconds(2));

        assertThat(bot.methods()).containsOnly("sendPhoto");
        assertThat(bot.requests("sendPhoto"))
                .hasSize(2)
                .allSatisfy(
                        call ->
                                assertThat(call.getPart("ephemeral_message_parameters"))
                                        .isNotNull());
    }

    private Attachment photo(String name) throws Exception {
        Path file = Files.writeString(media.resolve(name + ".png"), name);
        return new Attachment(Attachment.Kind.IMAGE, name + ".png", "image/png", file, 1);
    }

    @Test
    void noHintIsShownToTheGroup() throws Exception {
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        adapter.typing("-42/~9", "", true);
        adapter.disconnect(Duration.ofSeconds(2));

        assertThat(bot.methods()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-42", "-100123/3", "-42/~9", "-100123/3~9"})
    void aConversationIsTheSameAfterItWasRead(String conversation) throws Exception {
        assertThat(ChatTarget.parse(conversation).conversation()).isEqualTo(conversation);
    }

    private void send(String conversation) throws Exception {
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        try {
            adapter.send(new OutboundMessage("m", conversation, "{}", "hello", List.of()));
        } finally {
            adapter.disconnect(Duration.ofSeconds(2));
        }
    }
}
