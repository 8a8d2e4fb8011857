package dev.gateway.adapter.feishu.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.text.JsonCodec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageContentTest {

    private static final String TWELVE_PEOPLE =
            """
            [{"key":"@_user_1","id":{"open_id":"ou_1"},"name":"Ann"},\
            {"key":"@_user_12","id":{"open_id":"ou_12"},"name":"Bob"}]""";

    @Test
    void aMentionIsNotTakenForTheBeginningOfAnother() {
        assertThat(text("@_user_12 and @_user_1!", TWELVE_PEOPLE, Optional.of("ou_0")))
                .isEqualTo("@Bob and @Ann!");
    }

    @Test
    void theBotsOwnMentionGoesWithTheSpaceBehindIt() {
        assertThat(text("@_user_1 hello @_user_12", TWELVE_PEOPLE, Optional.of("ou_1")))
                .isEqualTo("hello @Bob");
        assertThat(text("hello @_user_1", TWELVE_PEOPLE, Optional.of("ou_1"))).isEqualTo("hello");
        assertThat(text("@_user_1", TWELVE_PEOPLE, Optional.of("ou_1"))).isEmpty();
    }

    @Test
    void withoutTheBotsIdEachMentionMarkedAsBotCountsAsTheBot() {
        String mentions =
                "[{\"key\":\"@_user_1\",\"mentioned_type\":\"bot\",\"name\":\"B\","
                        + "\"id\":{\"open_id\":\"ou_b\"}}]";
        assertThat(text("@_user_1 hi", mentions, Optional.empty())).isEqualTo("hi");
    }

    @Test
    void everybodyIsMentionedByName() {
        assertThat(text("@_all listen", "[]", Optional.empty())).isEqualTo("@all listen");
    }

    @Test
    void namesWithSpecialCharactersStayAsTheyAre() {
        String mentions = "[{\"key\":\"@_user_1\",\"name\":\"$1 \\\\ A\",\"id\":{}}]";
        assertThat(text("@_user_1", mentions, Optional.of("x"))).isEqualTo("@$1 \\ A");
    }

    @Test
    void anUnknownPlaceHolderStays() {
        assertThat(text("@_user_7 hm", "[]", Optional.empty())).isEqualTo("@_user_7 hm");
    }

    @Test
    void richTextBecomesLines() {
        String post =
                """
                {"title":"Report","content":[[{"tag":"text","text":"see "},\
                {"tag":"a","text":"the page","href":"https://a.example"},\
                {"tag":"text","text":", "},{"tag":"a","href":"https://b.example"}],\
                [{"tag":"at","user_id":"@_user_1","user_name":"Bot"},\
                {"tag":"text","text":" and "},\
                {"tag":"at","user_id":"@_user_2","user_name":"Tom"},\
                {"tag":"emotion","emoji_type":"SMILE"}],[{"tag":"hr"}],\
                [{"tag":"code_block","language":"JAVA","text":"int i;\\n"}],\
                [{"tag":"img","image_key":"img_1"},{"tag":"media","file_key":"file_1"}],\
                [{"tag":"later","text":"later kinds too"}]]}""";
        String mentions = "[{\"key\":\"@_user_1\",\"id\":{\"open_id\":\"ou_b\"},\"name\":\"Bot\"}]";

        MessageContent content = read("post", post, mentions, Optional.of("ou_b"));

        assertThat(content.text())
                .isEqualTo(
                        """
                        Report
                        see the page (https://a.example), https://b.example
                         and @Tom[SMILE]
                        ---

                        int i;


                        later kinds too""");
        assertThat(content.resources())
                .extracting(MessageResource::key)
                .containsExactly("img_1", "file_1");
    }

    @Test
    void richTextOfALanguageIsFound() {
        String post =
                "{\"zh_cn\":{\"title\":\"\",\"content\":[[{\"tag\":\"text\",\"text\":\"你好\"}]]}}";
        assertThat(read("post", post, "[]", Optional.empty()).text()).isEqualTo("你好");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image|{\"image_key\":\"k\"}|image",
                "file|{\"file_key\":\"k\",\"file_name\":\"a.txt\"}|file a.txt",
                "audio|{\"file_key\":\"k\",\"duration\":2000}|audio",
                "media|{\"file_key\":\"k\",\"image_key\":\"i\",\"file_name\":\"v.mp4\"}|video v.mp4"
            })
    void filesAreFilesWithoutText(String type, String json, String label) {
        MessageContent content = read(type, json, "[]", Optional.empty());

        assertThat(content.text()).isEmpty();
        assertThat(content.resources())
                .extracting(MessageResource::label)
                .isEqualTo(List.of(label));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sticker|{\"file_key\":\"k\"}|[sticker]",
                "share_chat|{}|[group]",
                "later|{}|[later]",
                "image|{}|[image]",
                "text|{}|''",
                "text|nonsense|''",
                "post|[]|''"
            })
    void whatIsNotUnderstoodLeavesATrace(String type, String json, String text) {
        MessageContent content = read(type, json, "[]", Optional.empty());

        assertThat(content.text()).isEqualTo(text);
        assertThat(content.resources()).isEmpty();
    }

    private static String text(String text, String mentions, Optional<String> bot) {
        return new MentionResolver(JsonCodec.read(mentions), bot).resolve(text);
    }

    private static MessageContent read(
            String type, String content, String mentions, Optional<String> bot) {
        return FeishuContentParser.parse(
                type, content, new MentionResolver(JsonCodec.read(mentions), bot));
    }
}
