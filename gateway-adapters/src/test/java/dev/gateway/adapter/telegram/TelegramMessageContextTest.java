package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the context that a handler receives beside a message's text. */
class TelegramMessageContextTest {

    private static final String GROUP = "\"chat\":{\"id\":-5,\"title\":\"Family\"}";
    private static final String ANNA =
            "\"from\":{\"id\":7,\"first_name\":\"Anna\",\"last_name\":\"B.\"}";

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();

    @BeforeEach
    void name() {
        bot.answer("getMe", TelegramFixture.ok("{\"id\":123456,\"username\":\"our_bot\"}"));
    }

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void unaddressedAddressedAndAReplyToTheBotAreThreeDifferentMessages() throws Exception {
        List<InboundMessage> messages =
                receive(
                        GROUP + "," + ANNA + ",\"text\":\"dinner at 7?\"",
                        GROUP + "," + ANNA + ",\"text\":\"@our_bot dinner at 7?\"",
                        GROUP
                                + ","
                                + ANNA
                                + ",\"text\":\"dinner at 7?\",\"reply_to_message\":{\"message_id\":3,"
                                + GROUP
                                + ",\"from\":{\"id\":123456,\"first_name\":\"Bot\"},\"text\":\"When?\"}");

        assertThat(messages).extracting(InboundMessage::text).containsOnly("dinner at 7?");
        assertThat(messages)
                .extracting(InboundMessage::addressed)
                .containsExactly(false, true, true);
        assertThat(messages.get(0).context().senderName()).isEqualTo("Anna B.");
        assertThat(messages.get(0).context().chatTitle()).isEqualTo("Family");
        assertThat(messages.get(1).context().replyTo()).isEmpty();
        assertThat(messages.get(2).context().replyTo())
                .contains(new Quote("3", "123456", "Bot", "When?", List.of()));
    }

    @Test
    void aMentionAnywhereAddressesTheBotAndThatOfAnotherDoesNot() throws Exception {
        List<InboundMessage> messages =
                receive(
                        GROUP + ",\"text\":\"what does @OUR_BOT think?\"",
                        GROUP + ",\"text\":\"/start@our_bot\"",
                        GROUP + ",\"text\":\"ask @our_bot2\"",
                        GROUP + ",\"text\":\"mail me@our_bot.example\"",
                        GROUP
                                + ",\"text\":\"hey\",\"entities\":[{\"type\":\"text_mention\","
                                + "\"user\":{\"id\":123456}}]",
                        "\"chat\":{\"id\":5},\"text\":\"in private\"");

        assertThat(messages)
                .extracting(InboundMessage::addressed)
                .containsExactly(true, true, false, false, true, true);
    }

    @Test
    void aQuotedPartIsWhatIsQuotedAndItsFilesAreDescribed() throws Exception {
        InboundMessage message =
                receive(
                                GROUP
                                        + ",\"text\":\"this?\",\"quote\":{\"text\":\"a part\"},"
                                        + "\"reply_to_message\":{\"message_id\":3,\"caption\":\"all of it\","
                                        + "\"from\":{\"id\":9},\"photo\":[{\"file_id\":\"p\"}]}")
                        .get(0);

        Quote quote = message.context().replyTo().orElseThrow();
        assertThat(quote.text()).isEqualTo("a part");
        assertThat(quote.attachments())
                .extracting(RemoteAttachment::name)
                .containsExactly("photo.jpg");
        assertThat(message.remote()).isEmpty();
        assertThat(message.addressed()).isFalse();
    }

    private List<InboundMessage> receive(String... messages) throws Exception {
        var updates = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            updates.append(i == 0 ? "" : ",")
                    .append("{\"update_id\":")
                    .append(i + 1)
                    .append(",\"message\":{")
                    .append(messages[i])
                    .append("}}");
        }
        bot.answer(
                "getUpdates", TelegramFixture.ok("[" + updates + "]"), TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON)
                .until(() -> context.deliveries().size() == messages.length);
        return context.deliveries();
    }
}
