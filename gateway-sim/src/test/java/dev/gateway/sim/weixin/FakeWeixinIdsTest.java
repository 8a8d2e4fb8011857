package dev.gateway.sim.weixin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ids of messages, the quotes by them, and what is shown while an answer is made. */
class FakeWeixinIdsTest {

    private final FakeWeixin weixin = FakeWeixin.start();
    private final IlinkClient bot = new IlinkClient(weixin, weixin.token());
    private final WeixinUser ann = weixin.user("ann");

    @AfterEach
    void closePlatform() {
        weixin.close();
    }

    @Test
    void eachMessageHasAnIdBeyondTheExactDoublesAndARepeatedOneItsFirst() throws Exception {
        ann.says("question");
        String token = contextToken();

        JsonNode first = send(IlinkClient.text(ann.conversation(), token, "c1", "answer"));
        JsonNode again = send(IlinkClient.text(ann.conversation(), token, "c1", "answer"));
        JsonNode other = send(IlinkClient.text(ann.conversation(), token, "c2", "answer"));

        assertThat(again).isEqualTo(first).isNotEqualTo(other);
        assertThat(first.path("message_id").longValue()).isGreaterThan(1L << 53);
        assertThat(ann.heardIds())
                .containsExactly(
                        first.path("message_id").asText(), other.path("message_id").asText());
    }

    @Test
    void aTextThatIsBeingGeneratedIsShownUntilItIsFinished() throws Exception {
        ann.says("question");
        String token = contextToken();
        ObjectNode draft = IlinkClient.text(ann.conversation(), token, "c1", "an ans");
        ((ObjectNode) draft.path("msg")).put("message_state", 1);

        send(draft);

        assertThat(ann.drafts()).containsExactly("an ans");
        assertThat(ann.heard()).isEmpty();
        assertSent(send(IlinkClient.text(ann.conversation(), token, "c1", "an answer")));
        assertThat(ann.drafts()).isEmpty();
        assertThat(ann.heard()).extracting(BotMessage::text).containsExactly("an answer");
    }

    @Test
    void aToolCallIsShownAndBelongsToARun() throws Exception {
        ann.says("question");
        String token = contextToken();
        ObjectNode begin = IlinkClient.JSON.createObjectNode().put("type", 11);
        begin.putObject("tool_call_start_item").put("tool_name", "search");
        ObjectNode end = IlinkClient.JSON.createObjectNode().put("type", 12);
        end.putObject("tool_call_result_item")
                .put("tool_name", "search")
                .put("status", "completed");

        send(IlinkClient.message(ann.conversation(), token, "c0", begin));
        for (ObjectNode item : List.of(begin, end)) {
            ObjectNode body = IlinkClient.message(ann.conversation(), token, "c1", item);
            ((ObjectNode) body.path("msg")).put("run_id", "run-1");
            assertSent(send(body));
        }

        assertThat(ann.progress()).containsExactly("start search", "completed search");
        assertThat(weixin.dropped(weixin.token())).containsExactly("without run_id");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void aMessageIsQuotedWholeByItsIdOrInPart() throws Exception {
        SentMessage said = ann.says("one two three two");
        ann.quotes("Ann", "shall we?", "yes");
        ann.quotesById(ann.messageId(said), "this one");
        ann.quotesPart(ann.messageId(said), said.text(), "three two", "this part");
        ann.quotesFile("a.txt", new byte[] {1}, "this file");

        JsonNode messages = bot.poll();

        String id = messages.at("/0/message_id").asText();
        assertThat(messages.at("/1/item_list/0/ref_msg/message_item/text_item/text").asText())
                .isEqualTo("shall we?");
        assertThat(messages.at("/2/item_list/0/ref_msg"))
                .isEqualTo(IlinkClient.JSON.createObjectNode().put("svr_id", id));
        JsonNode part = messages.at("/3/item_list/0/ref_msg/partial_text");
        assertThat(part.path("start").asText()).isEqualTo("thr");
        assertThat(part.path("end").asText()).isEqualTo("two");
        assertThat(part.path("startindex").asInt()).isZero();
        assertThat(part.path("endindex").asInt()).isEqualTo(1);
        assertThat(part.path("quotemd5").asText()).hasSize(32);
        assertThat(messages.at("/4/item_list/0/ref_msg/message_item/file_item/file_name").asText())
                .isEqualTo("a.txt");
    }

    @Test
    void aUserSendsUnfinishedTextsToolCallsAndUnknownItems() throws Exception {
        ann.isWriting("hel");
        ann.callsTool("run-1", "search", "");
        ann.callsTool("run-1", "search", "failed");
        ann.sendsItem(99);

        JsonNode messages = bot.poll();

        assertThat(messages.at("/0/message_state").asInt()).isEqualTo(1);
        assertThat(messages.at("/1/run_id").asText()).isEqualTo("run-1");
        assertThat(messages.at("/1/item_list/0/tool_call_start_item/tool_name").asText())
                .isEqualTo("search");
        assertThat(messages.at("/2/item_list/0/tool_call_result_item/status").asText())
                .isEqualTo("failed");
        assertThat(messages.at("/3/item_list/0/type").asInt()).isEqualTo(99);
    }

    private static void assertSent(JsonNode answer) {
        assertThat(answer.path("ret").asInt()).isZero();
        assertThat(answer.path("message_id").asText()).isNotEmpty();
    }

    private JsonNode send(JsonNode body) throws Exception {
        return bot.call("sendmessage", body);
    }

    private String contextToken() throws Exception {
        return bot.poll().get(0).path("context_token").asText();
    }
}
