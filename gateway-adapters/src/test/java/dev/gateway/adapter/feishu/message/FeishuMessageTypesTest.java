package dev.gateway.adapter.feishu.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of the vendor's registry leaves what a person would read of it, or its file. */
class FeishuMessageTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text|{\"text\":\"hi\"}|TEXT|hi|0",
                "post|{\"content\":[[{\"tag\":\"text\",\"text\":\"hi\"}]]}|TEXT|hi|0",
                "image|{\"image_key\":\"k\"}|IMAGE|``|1",
                "file|{\"file_key\":\"k\",\"file_name\":\"a.txt\"}|FILE|``|1",
                "audio|{\"file_key\":\"k\",\"duration\":2000}|AUDIO|``|1",
                "media|{\"file_key\":\"k\",\"file_name\":\"v.mp4\"}|VIDEO|``|1",
                "video|{\"file_key\":\"k\",\"file_name\":\"v.mp4\"}|VIDEO|``|1",
                "sticker|{\"file_key\":\"k\"}|STICKER|[sticker]|0",
                "interactive|{\"title\":\"T\",\"elements\":[[{\"tag\":\"text\",\"text\":\"a\"}]]}|OTHER|[card] T a|0",
                "merge_forward|Merged and Forwarded Message|OTHER|[forwarded messages]|0",
                "share_chat|{\"chat_id\":\"oc_1\"}|OTHER|[group: oc_1]|0",
                "share_user|{\"user_id\":\"ou_1\"}|CONTACT|[contact: ou_1]|0",
                "location|{\"name\":\"Park\",\"latitude\":\"31.5\",\"longitude\":\"121.25\"}|LOCATION|[location: Park, 31.5 121.25]|0",
                "system|{\"template\":\"{from_user} invited {to_chatters}.\",\"from_user\":[\"Ann\"],\"to_chatters\":[\"Tom\",\"Bob\"]}|OTHER|[system: Ann invited Tom, Bob.]|0",
                "vote|{\"topic\":\"Lunch?\",\"options\":[\"rice\",\"soup\"]}|POLL|[poll: Lunch?] - rice - soup|0",
                "todo|{\"summary\":{\"title\":\"Buy\",\"content\":[[{\"tag\":\"text\",\"text\":\"milk\"}]]},\"due_time\":\"1623124318000\"}|OTHER|[task: Buy, milk, due 2021-06-08T03:51:58Z]|0",
                "calendar|{\"summary\":\"Review\",\"start_time\":\"1608265395000\",\"end_time\":\"1608267015000\"}|OTHER|[calendar event: Review, 2020-12-18T04:23:15Z to 2020-12-18T04:50:15Z]|0",
                "general_calendar|{\"summary\":\"Review\"}|OTHER|[calendar event: Review]|0",
                "share_calendar_event|{\"summary\":\"Review\"}|OTHER|[calendar event: Review]|0",
                "folder|{\"file_key\":\"k\",\"file_name\":\"plans\"}|OTHER|[folder: plans]|0",
                "hongbao|{\"text\":\"good luck\"}|OTHER|[red packet: good luck]|0",
                "video_chat|{\"topic\":\"Standup\",\"start_time\":\"1623124318000\"}|OTHER|[video call: Standup, 2021-06-08T03:51:58Z]|0",
            })
    void aMessageOfEachTypeLeavesItsContent(
            String type, String json, MessageKind kind, String text, int files) {
        MessageContent content = FeishuContentParser.parse(type, json, MentionResolver.none());

        assertThat(content.kind()).isEqualTo(kind);
        assertThat(content.text().replace('\n', ' ')).isEqualTo(text);
        assertThat(content.resources()).hasSize(files);
    }

    @ParameterizedTest
    @CsvSource({
        "text",
        "post",
        "image",
        "file",
        "audio",
        "media",
        "video",
        "sticker",
        "interactive",
        "merge_forward",
        "share_chat",
        "share_user",
        "location",
        "system",
        "vote",
        "todo",
        "calendar",
        "general_calendar",
        "share_calendar_event",
        "folder",
        "hongbao",
        "video_chat",
        "a_type_of_tomorrow"
    })
    void aMessageWithoutReadableContentLeavesItsType(String type) {
        MessageContent content = FeishuContentParser.parse(type, "no JSON", MentionResolver.none());

        if (!type.matches("text|post")) {
            assertThat(content.text()).matches("\\[[a-z_ ]+]");
        }
    }

    @Test
    void aPlaceHasItsCoordinates() {
        MessageContent content =
                FeishuContentParser.parse(
                        "location",
                        "{\"name\":\"Park\",\"latitude\":31.5,\"longitude\":\"121.25\"}",
                        MentionResolver.none());

        assertThat(content.location()).contains(new GeoLocation(31.5, 121.25, "Park"));
    }

    @Test
    void coordinatesThatNoPlaceHasAreLeftOut() {
        MessageContent content =
                FeishuContentParser.parse(
                        "location",
                        "{\"name\":\"Park\",\"latitude\":\"NaN\",\"longitude\":\"1e9\"}",
                        MentionResolver.none());

        assertThat(content.location()).isEmpty();
        assertThat(content.text()).isEqualTo("[location: Park]");
    }

    @Test
    void aCardIsReadAsAPersonReadsIt() {
        String card =
                """
                {"config":{"wide":true},"header":{"title":{"tag":"plain_text","content":"Leave"}},
                 "elements":[{"tag":"div","text":{"tag":"lark_md","content":"**Ann** asks"},
                  "fields":[{"text":{"tag":"lark_md","content":"2 days"}}]},
                 {"tag":"action","actions":[{"tag":"button","value":{"secret":"x"},
                  "text":{"tag":"plain_text","content":"Approve"}},
                  {"tag":"select_static","placeholder":{"tag":"plain_text","content":"Why?"},
                   "options":[{"text":{"tag":"plain_text","content":"Sick"},"value":"1"}]}]},
                 {"tag":"note","elements":[{"tag":"plain_text","content":"by HR"}]}]}""";

        assertThat(CardTextParser.parse(JsonCodec.read(card), MentionResolver.none()))
                .isEqualTo(
                        """
                        [card]
                        Leave
                        **Ann** asks
                        2 days
                        [button: Approve]
                        Why?
                        Sick
                        by HR""");
    }

    @Test
    void aCardOfTheSecondVersionIsReadToo() {
        String card =
                """
                {"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"# Hi"},
                 {"tag":"column_set","columns":[{"tag":"column","elements":[
                  {"tag":"markdown","content":"left"}]}]}]}}""";

        assertThat(CardTextParser.parse(JsonCodec.read(card), MentionResolver.none()))
                .isEqualTo("[card]\n# Hi\nleft");
    }

    @Test
    void forwardedMessagesAreAConversationWithinTheText() {
        String items =
                """
                [{"message_id":"om_0","msg_type":"merge_forward","body":{"content":"Merged"}},
                 {"message_id":"om_1","upper_message_id":"om_0","msg_type":"text",
                  "sender":{"id":"ou_ann","id_type":"open_id"},
                  "body":{"content":"{\\"text\\":\\"hi @_user_1\\"}"},
                  "mentions":[{"key":"@_user_1","id":"ou_tom","name":"Tom"}]},
                 {"message_id":"om_2","upper_message_id":"om_0","msg_type":"merge_forward",
                  "sender":{"id":"ou_tom"},"body":{"content":"Merged"}},
                 {"message_id":"om_3","upper_message_id":"om_2","msg_type":"image",
                  "sender":{"id":"ou_bob"},"body":{"content":"{\\"image_key\\":\\"k\\"}"}}]""";

        assertThat(
                        ForwardedMessages.text(
                                "om_0",
                                JsonCodec.read(items),
                                id -> id.equals("ou_ann") ? "Ann" : id))
                .isEqualTo(
                        """
                        [forwarded messages]
                        Ann: hi @Tom
                        ou_tom: [forwarded messages]
                          ou_bob: [image]""");
    }
}
