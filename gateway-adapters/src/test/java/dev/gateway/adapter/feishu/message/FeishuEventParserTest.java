package dev.gateway.adapter.feishu.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.feishu.connection.FeishuEventFixture;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.SenderKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuEventParserTest {

    private static final String BOT =
            "{\"key\":\"@_user_1\",\"id\":{\"open_id\":\"ou_bot\"},\"name\":\"Bot\"}";
    private static final String TOM =
            "{\"key\":\"@_user_1\",\"id\":{\"open_id\":\"ou_tom\"},\"name\":\"Tom\"}";
    private static final String OTHER_BOT =
            "{\"key\":\"@_user_1\",\"id\":{\"open_id\":\"ou_x\"},\"name\":\"X\","
                    + "\"mentioned_type\":\"bot\"}";
    private static final String ALL =
            "{\"key\":\"@_all\",\"id\":{\"open_id\":\"\"},\"name\":\"all\"}";

    private final Facts facts = new Facts();
    private final FeishuEventParser parser = new FeishuEventParser(facts);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dinner at 7?||false|false",
                "@_user_1 dinner?|bot|true|false",
                "dinner, @_user_1?|bot|true|false",
                "@_user_1 dinner?|tom|false|false",
                "@_user_1 what time is it|other|false|false",
                "@_all listen|all|false|true",
                "@_all listen||false|true",
                "@_all and @_user_1|bot|true|true",
                "mail me@_allied.example||false|false",
            })
    void onlyAMentionOfTheBotAddressesItInAGroup(
            String text, String mentioned, boolean addressed, boolean all) throws Exception {
        Map<String, String> mentions =
                Map.of("bot", BOT, "tom", TOM, "other", OTHER_BOT, "all", ALL);
        String more = mentioned == null ? "" : ",\"mentions\":[" + mentions.get(mentioned) + "]";

        InboundMessage message = group("text", "{\"text\":\"" + text + "\"}", more);

        assertThat(message.addressed()).isEqualTo(addressed);
        assertThat(message.context().mentionsAll()).isEqualTo(all);
    }

    @Test
    void richTextMentionsAllWithoutAListOfMentions() throws Exception {
        String content = "{\"content\":[[{\"tag\":\"at\",\"user_id\":\"all\"}]]}";

        InboundMessage message = group("post", content, ",\"mentions\":[]");

        assertThat(message.context().mentionsAll()).isTrue();
        assertThat(message.addressed()).isFalse();
        assertThat(message.text()).isEqualTo("@all");
    }

    @Test
    void anAnswerToTheBotAddressesIt() throws Exception {
        facts.ofBot = "om_mine";

        assertThat(group("text", "{\"text\":\"yes\"}", ",\"parent_id\":\"om_mine\"").addressed())
                .isTrue();
        assertThat(group("text", "{\"text\":\"yes\"}", ",\"parent_id\":\"om_toms\"").addressed())
                .isFalse();
    }

    @Test
    void whatAMessageAnswersIsNamed() throws Exception {
        InboundMessage message =
                group("text", "{\"text\":\"yes\"}", ",\"parent_id\":\"om_0\",\"root_id\":\"om_0\"");

        assertThat(message.context().replyTo()).contains(new Quote("om_0", "", "", "", List.of()));
        assertThat(message.context().messageId()).isEqualTo("om_1");
    }

    @Test
    void threadsAreConversationsOfTheirOwn() throws Exception {
        InboundMessage one = group("text", "{\"text\":\"a\"}", ",\"thread_id\":\"omt_1\"");
        InboundMessage two = group("text", "{\"text\":\"b\"}", ",\"thread_id\":\"omt_2\"");

        assertThat(one.conversation()).isEqualTo("oc_5ce6/omt_1");
        assertThat(two.conversation()).isEqualTo("oc_5ce6/omt_2");
        assertThat(one.replyContext()).isEqualTo("thread om_1");
    }

    @ParameterizedTest
    @CsvSource({"user, PERSON", "app, BOT", "bot, BOT", "anonymous, PERSON", "'', PERSON"})
    void otherBotsAreToldFromPeople(String type, SenderKind kind) throws Exception {
        String event =
                FeishuEventFixture.text("om_1", "hi")
                        .replace("\"sender_type\":\"user\"", "\"sender_type\":\"" + type + "\"");

        assertThat(parse(event).orElseThrow().context().senderKind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tag\":\"button\",\"value\":{\"data\":\"yes\"}}|yes",
                "{\"tag\":\"button\",\"value\":\"yes\"}|yes",
                "{\"tag\":\"button\",\"value\":{\"k\":1}}|{\"k\":1}",
                "{\"tag\":\"select_static\",\"value\":{\"k\":1},\"option\":\"2\"}|2",
                "{\"tag\":\"button\",\"name\":\"send\",\"form_value\":{\"a\":\"b\"}}|{\"a\":\"b\"}",
                "{\"tag\":\"button\",\"name\":\"send\"}|send",
                "{\"tag\":\"overflow\"}|overflow",
            })
    void aPressedButtonIsAMessageWithItsData(String action, String data) throws Exception {
        facts.direct.put("oc_5ce6", true);

        InboundMessage message = parse(FeishuEventFixture.press("oc_5ce6", action)).orElseThrow();

        assertThat(message.context().kind()).isEqualTo(MessageKind.CALLBACK);
        assertThat(message.context().data()).isEqualTo(data);
        assertThat(message.text()).isEqualTo(data);
        assertThat(message.addressed()).isTrue();
        assertThat(message.direct()).isTrue();
        assertThat(message.sender()).isEqualTo("ou_84aad");
        assertThat(message.dedupKey()).isEqualTo("ev-press");
        assertThat(message.context().replyTo()).map(Quote::id).contains("om_card");
    }

    @ParameterizedTest
    @CsvSource({
        "im.message.message_read_v1",
        "im.message.recalled_v1",
        "im.message.reaction.created_v1",
        "im.message.reaction.deleted_v1",
        "im.chat.updated_v1",
        "im.chat.disbanded_v1",
        "im.chat.member.bot.added_v1",
        "im.chat.member.user.added_v1",
        "im.chat.access_event.bot_p2p_chat_entered_v1"
    })
    void newsAboutChatsIsNoMessage(String type) throws Exception {
        String event = FeishuEventFixture.text("om_1", "hi").replace("im.message.receive_v1", type);

        assertThat(parse(event)).isEmpty();
    }

    private InboundMessage group(String type, String content, String more) throws Exception {
        return parse(FeishuEventFixture.message("om_1", "group", type, content, more))
                .orElseThrow();
    }

    private Optional<InboundMessage> parse(String event) throws Exception {
        return parser.parse(event.getBytes(StandardCharsets.UTF_8))
                .map(FeishuReceivedMessage::toInboundMessage);
    }

    private static final class Facts implements EventFactSource {
        private final Map<String, Boolean> direct = new HashMap<>();
        private String ofBot = "";

        @Override
        public Optional<String> openId() {
            return Optional.of("ou_bot");
        }

        @Override
        public boolean sentByBot(String messageId) {
            return messageId.equals(ofBot);
        }

        @Override
        public void chat(String chat, boolean isDirect) {
            direct.put(chat, isDirect);
        }

        @Override
        public boolean isDirect(String chat) {
            return direct.getOrDefault(chat, false);
        }

        @Override
        public String nameOf(String person) {
            return "";
        }

        @Override
        public String titleOf(String chat) {
            return "";
        }
    }
}
