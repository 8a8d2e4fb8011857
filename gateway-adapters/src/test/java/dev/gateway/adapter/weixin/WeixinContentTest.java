package dev.gateway.adapter.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The content and the quotes of received messages, of which nothing vanishes. */
class WeixinContentTest {

    private static final String WHOLE = "one two three two one";

    private final RecordingContext context = new RecordingContext("mama", Path.of("unused"));
    private final WeixinMessageParser parser =
            new WeixinMessageParser(
                    Clock.systemUTC(), new DuplicateDetector(context), context::said);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type':1,'text_item':{'text':'hi'}} | TEXT | hi
                    {'type':2,'image_item':{'media':{'encrypt_query_param':'p'}}} | IMAGE | ``
                    {'type':2,'image_item':{}} | IMAGE | [image: not available]
                    {'type':3,'voice_item':{'text':'soon','media':{'full_url':'u'}}} | AUDIO | soon
                    {'type':3,'voice_item':{'media':{'full_url':'u'}}} | AUDIO | ``
                    {'type':3} | AUDIO | [voice message: not available]
                    {'type':4,'file_item':{'file_name':'a.pdf'}} | FILE | [file a.pdf: not available]
                    {'type':5,'video_item':{'media':{'full_url':'u'}}} | VIDEO | ``
                    {'type':11,'tool_call_start_item':{'tool_name':'find'}} | OTHER | [tool call find: begun]
                    {'type':12,'tool_call_result_item':{'tool_name':'find','status':'failed'}} | OTHER | [tool call find: failed]
                    {'type':99,'poll_item':{}} | OTHER | [item of an unknown type 99]
                    {'type':1,'text_item':{'text':''}} | OTHER | [empty message]
                    null | OTHER | [empty message]
                    """)
    void eachItemIsShownOrDescribed(String item, MessageKind kind, String text) {
        InboundMessage message = one("'message_id':1,'item_list':[" + item + "]");

        assertThat(message.context().kind()).isEqualTo(kind);
        assertThat(message.text()).isEqualTo(text);
        assertThat(message.text().isEmpty()).isEqualTo(!message.remote().isEmpty());
    }

    @Test
    void severalItemsAreOneMessageOfTheFirstKindThatIsMoreThanText() {
        InboundMessage message =
                one(
                        "'item_list':[{'type':1,'text_item':{'text':'look'}},"
                                + "{'type':2,'image_item':{'media':{'full_url':'u'}}},"
                                + "{'type':11,'tool_call_start_item':{'tool_name':'find'}}]");

        assertThat(message.context().kind()).isEqualTo(MessageKind.IMAGE);
        assertThat(message.text()).isEqualTo("look\n[tool call find: begun]");
        assertThat(message.remote()).hasSize(1);
    }

    @Test
    void aMessageThatIsStillGeneratedIsLeftOutAndTakenWhenItIsFinished() {
        String item = ",'item_list':[{'type':1,'text_item':{'text':'done'}}]";

        assertThat(read("'message_id':1,'message_state':1" + item)).isEmpty();
        assertThat(read("'message_id':1,'message_state':2" + item))
                .extracting(WeixinReceivedMessage::dedupKey)
                .containsExactly("message_id:1");
    }

    @Test
    void theIdOfAMessageIsKeptToTheLastDigit() {
        assertThat(one("'message_id':17505631358879709960").context().messageId())
                .isEqualTo("17505631358879709960");
        assertThat(one("'item_list':[{'msg_id':'v1:7'}]").context().messageId()).isEqualTo("v1:7");
    }

    @Test
    void aQuoteWithItsContentIsNoPartOfTheText() {
        InboundMessage message =
                one(
                        "'item_list':[{'type':1,'text_item':{'text':'yes'},'ref_msg':{'title':'Ann',"
                                + "'message_item':{'msg_id':7,'text_item':{'text':'shall we?'}}}}]");

        assertThat(message.text()).isEqualTo("yes");
        assertThat(quote(message)).isEqualTo(new Quote("7", "", "", "Ann\nshall we?", List.of()));
    }

    @Test
    void aTitleThatRepeatsTheContentIsShownOnce() {
        assertThat(
                        quote(
                                        one(
                                                "'ref_msg':{'title':'shall','message_item':"
                                                        + "{'text_item':{'text':'shall we?'}}}"))
                                .text())
                .isEqualTo("shall we?");
        assertThat(quote(one("'ref_msg':{'title':'shall we?'}")).text()).isEqualTo("shall we?");
    }

    @Test
    void aQuotedFileIsDescribedAndNamed() {
        Quote quote =
                quote(
                        one(
                                "'ref_msg':{'message_item':{'type':4,'file_item':{'file_name':'a.pdf',"
                                        + "'media':{'full_url':'u'}}}}"));

        assertThat(quote.text()).isEqualTo("[file a.pdf]");
        assertThat(quote.attachments())
                .extracting(RemoteAttachment::kind, RemoteAttachment::name)
                .containsExactly(tuple(Attachment.Kind.FILE, "a.pdf"));
    }

    @Test
    void aQuoteByItsIdAloneIsLeftToTheGatewayToLookUp() {
        String id = "17505631358879709960";
        context.putSaid(new Quote(id, "bot", "", "my answer", List.of()));
        Quote bare = new Quote(id, "", "", "", List.of());

        assertThat(quote(one("'ref_msg':{'svr_id':17505631358879709960}"))).isEqualTo(bare);
        assertThat(quote(one("'ref_msg':{'svr_id':'17505631358879709960'}"))).isEqualTo(bare);
    }

    @Test
    void aPartMayBeOfAMessageOfTheSameResponse() {
        List<WeixinReceivedMessage> messages =
                read(
                        "'message_id':1,'item_list':[{'text_item':{'text':'first of all'}}]",
                        "'message_id':2,'ref_msg':{'svr_id':1,'partial_text':"
                                + "{'start':'fi','end':'st'}}");

        assertThat(quote(messages.get(1).toInboundMessage()).text()).isEqualTo("first");
    }

    @Test
    void aPartOfAnUnknownMessageIsAQuoteByItsId() {
        assertThat(
                        quote(
                                one(
                                        "'ref_msg':{'svr_id':8,'partial_text':"
                                                + "{'start':'fi','end':'st'}}")))
                .isEqualTo(new Quote("8", "", "", "", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        // Both ends counted in the whole text, or the last behind the first: the digest decides.
        "one, 0, two, 1, , one two three two",
        "two, 0, two, 0, , two",
        "two, 1, one, 0, , two one",
        "two, 0, two, 0, 98b07b92e8c36452dee8f881e9284b0f, two three two",
        "two, 0, two, 0, 00000000000000000000000000000000, one two three two one",
        "four, 0, two, 0, , one two three two one",
        "one, 9, two, 0, , one two three two one",
    })
    void aPartOfAMessageIsFoundByItsEdges(
            String start, int startIndex, String end, int endIndex, String md5, String part) {
        context.putSaid(new Quote("5", "", "", WHOLE, List.of()));
        String partial =
                "{'start':'%s','startindex':%d,'end':'%s','endindex':%d,'quotemd5':'%s'}"
                        .formatted(start, startIndex, end, endIndex, md5 == null ? "" : md5);

        assertThat(quote(one("'ref_msg':{'svr_id':5,'partial_text':" + partial + "}")).text())
                .isEqualTo(part);
    }

    private static Quote quote(InboundMessage message) {
        Optional<Quote> quote = message.context().replyTo();
        return quote.orElseThrow();
    }

    private InboundMessage one(String fields) {
        return read(fields).get(0).toInboundMessage();
    }

    private List<WeixinReceivedMessage> read(String... messages) {
        StringBuilder json = new StringBuilder();
        for (String fields : messages) {
            json.append(json.isEmpty() ? "[" : ",");
            json.append("{'from_user_id':'u',").append(fields).append("}");
        }
        return parser.parse(WeixinFixture.tree(json.append("]").toString().replace('\'', '"')));
    }
}
