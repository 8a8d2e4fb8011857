package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.SenderKind;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the facts that decide in a group whether and to whom a message is said. */
class TelegramGroupSendersTest {

    private static final String ANNA = "\"from\":{\"id\":9,\"first_name\":\"Anna\"}";
    private static final String BOT = "{\"id\":123456,\"is_bot\":true,\"first_name\":\"Ours\"}";

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
    void onlyWhatIsAddressedToTheBotSaysSo() throws Exception {
        List<InboundMessage> messages =
                receive(
                        ANNA + ",\"text\":\"dinner at 7?\"",
                        ANNA + ",\"text\":\"@other_bot the time?\"," + entity("mention", 0, 10),
                        ANNA
                                + ",\"text\":\"Otto, look\","
                                + "\"entities\":[{\"type\":\"text_mention\",\"offset\":0,"
                                + "\"length\":4,\"user\":{\"id\":4}}]",
                        ANNA + ",\"text\":\"@all lunch\",\"entities\":[]",
                        ANNA + ",\"text\":\"@our_bot a joke\",\"via_bot\":" + BOT,
                        ANNA + ",\"text\":\"run @our_bot\"," + entity("code", 0, 12),
                        ANNA + ",\"text\":\"😀 hi @our_bot\"," + entity("mention", 6, 8),
                        ANNA + ",\"text\":\"/new@Our_Bot now\"," + entity("bot_command", 0, 12),
                        ANNA + ",\"text\":\"/new\"," + entity("bot_command", 0, 4),
                        ANNA
                                + ",\"text\":\"why?\",\"reply_to_message\":{\"message_id\":3,"
                                + "\"from\":"
                                + BOT
                                + ",\"text\":\"so\"}",
                        ANNA
                                + ",\"rich_message\":{\"blocks\":[{\"type\":\"paragraph\",\"text\":"
                                + "[\"hi \",{\"type\":\"mention\",\"username\":\"our_bot\","
                                + "\"text\":\"@our_bot\"}]}]}");

        assertThat(messages)
                .extracting(message -> message.addressed())
                .containsExactly(
                        false, false, false, false, false, false, true, true, false, true, true);
        assertThat(messages)
                .extracting(message -> message.context().mentionsAll())
                .containsExactly(
                        false, false, false, true, false, false, false, false, false, false, false);
        assertThat(messages.get(7).text()).isEqualTo("/new now");
    }

    @Test
    void aTopicThatTheBotOpenedIsNoAnswerToIt() throws Exception {
        InboundMessage message =
                receive(
                                ANNA
                                        + ",\"text\":\"hello\",\"message_thread_id\":3,"
                                        + "\"is_topic_message\":true,\"reply_to_message\":"
                                        + "{\"message_id\":3,\"forum_topic_created\":{},\"from\":"
                                        + BOT
                                        + "}")
                        .get(0);

        assertThat(message.addressed()).isFalse();
        assertThat(message.context().replyTo()).isEmpty();
    }

    @Test
    void botsChannelsAndAnonymousAdminsAreToldApart() throws Exception {
        String anonymous = "\"from\":{\"id\":1087968824,\"is_bot\":true,\"first_name\":\"Group\"}";
        List<InboundMessage> messages =
                receive(
                        ANNA + ",\"text\":\"a\"",
                        "\"from\":{\"id\":8,\"is_bot\":true,\"first_name\":\"Other\"},\"text\":\"b\"",
                        anonymous + ",\"text\":\"c\"",
                        anonymous
                                + ",\"sender_chat\":{\"id\":-42,\"title\":\"Family\"},"
                                + "\"text\":\"d\"",
                        "\"from\":{\"id\":777000,\"first_name\":\"Telegram\"},"
                                + "\"sender_chat\":{\"id\":-1009,\"title\":\"News\"},"
                                + "\"is_automatic_forward\":true,\"text\":\"e\"",
                        "\"from\":{\"id\":136817688,\"is_bot\":true},"
                                + "\"sender_chat\":{\"id\":-1008,\"title\":\"My page\"},"
                                + "\"text\":\"f\"");

        assertThat(messages)
                .extracting(message -> message.context().senderKind())
                .containsExactly(
                        SenderKind.PERSON,
                        SenderKind.BOT,
                        SenderKind.PERSON,
                        SenderKind.PERSON,
                        SenderKind.CHANNEL,
                        SenderKind.PERSON);
        assertThat(messages)
                .extracting(message -> message.context().senderName())
                .containsExactly("Anna", "Other", "Group", "Family", "News", "My page");
    }

    @Test
    void quotesForwardsAndAlbumsAreDescribed() throws Exception {
        List<MessageContext> contexts =
                receive(
                                ANNA
                                        + ",\"text\":\"this?\",\"quote\":{\"text\":\"a part\"},"
                                        + "\"external_reply\":{\"message_id\":4,\"origin\":"
                                        + "{\"type\":\"user\",\"sender_user\":{\"id\":3,"
                                        + "\"first_name\":\"Otto\"}},\"location\":"
                                        + "{\"latitude\":1,\"longitude\":2}}",
                                ANNA
                                        + ",\"text\":\"where?\",\"reply_to_message\":"
                                        + "{\"message_id\":5,\"from\":{\"id\":3,\"first_name\":"
                                        + "\"Otto\"},\"location\":{\"latitude\":1,"
                                        + "\"longitude\":2}}",
                                ANNA
                                        + ",\"text\":\"nice\",\"reply_to_story\":{\"id\":1,"
                                        + "\"chat\":{\"id\":3,\"first_name\":\"Otto\"}}",
                                ANNA
                                        + ",\"text\":\"news\",\"forward_origin\":{\"type\":"
                                        + "\"channel\",\"chat\":{\"id\":-1009,\"title\":\"News\"},"
                                        + "\"author_signature\":\"Mia\"}",
                                ANNA
                                        + ",\"text\":\"x\",\"forward_origin\":{\"type\":"
                                        + "\"hidden_user\",\"sender_user_name\":\"Somebody\"}",
                                ANNA + ",\"media_group_id\":\"77\",\"photo\":[{\"file_id\":\"a\"}]")
                        .stream()
                        .map(InboundMessage::context)
                        .toList();

        assertThat(contexts.get(0).replyTo())
                .contains(new Quote("4", "3", "Otto", "a part", List.of()));
        assertThat(contexts.get(1).replyTo())
                .contains(new Quote("5", "3", "Otto", "[location: 1, 2]", List.of()));
        assertThat(contexts.get(2).replyTo())
                .contains(new Quote("", "3", "Otto", "[story: Otto]", List.of()));
        assertThat(contexts.get(3).forwardedFrom()).isEqualTo("News (Mia)");
        assertThat(contexts.get(4).forwardedFrom()).isEqualTo("Somebody");
        assertThat(contexts.get(5).album()).isEqualTo("77");
        assertThat(contexts).extracting(MessageContext::chatTitle).containsOnly("Family");
    }

    @Test
    void anEphemeralMessageIsAConversationOfThatPersonAlone() throws Exception {
        InboundMessage message =
                receive(
                                ANNA
                                        + ",\"text\":\"a secret\",\"message_id\":0,"
                                        + "\"ephemeral_message_id\":5,\"receiver_user\":"
                                        + BOT)
                        .get(0);

        assertThat(message.conversation()).isEqualTo("-42/~9");
        assertThat(message.direct()).isFalse();
        assertThat(message.addressed()).isTrue();
        assertThat(message.replyContext()).isEqualTo("{}");
        assertThat(message.context().messageId()).isEmpty();
    }

    private static String entity(String type, int offset, int length) {
        return "\"entities\":[{\"type\":\"%s\",\"offset\":%d,\"length\":%d}]"
                .formatted(type, offset, length);
    }

    private List<InboundMessage> receive(String... messages) {
        var updates = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            updates.append(i == 0 ? "" : ",")
                    .append("{\"update_id\":")
                    .append(i + 1)
                    .append(",\"message\":{\"chat\":{\"id\":-42,\"title\":\"Family\"},")
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
