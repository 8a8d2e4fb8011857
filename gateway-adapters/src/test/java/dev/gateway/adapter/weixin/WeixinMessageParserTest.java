package dev.gateway.adapter.weixin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.weixin.media.CdnFile;
import dev.gateway.core.platform.Attachment;
import dev.gateway.sim.contract.RecordingContext;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WeixinMessageParserTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SAMPLE =
            """
            {"seq":5,"message_id":7505631358879709960,
             "from_user_id":"o9cq801JUyzIEoInD_PkZmLsrJeI@im.wechat",
             "to_user_id":"1df5fda5af35@im.bot","create_time_ms":1789481963761,"session_id":"s",
             "message_type":1,"message_state":2,"context_token":"AARzJWAFAAAB",
             "item_list":[{"type":1,"msg_id":"v1:3399221760381267929",
                           "text_item":{"text":"你好"}}]}
            """;

    private final RecordingContext context = new RecordingContext("mama", Path.of("unused"));
    private WeixinMessageParser reader = newReader();

    @Test
    void readsTheSampleOfTheFacts() {
        WeixinReceivedMessage message = read("[" + SAMPLE + "]").get(0);

        assertThat(message.dedupKey()).isEqualTo("message_id:7505631358879709960");
        assertThat(message.sender()).isEqualTo("o9cq801JUyzIEoInD_PkZmLsrJeI@im.wechat");
        assertThat(message.conversation()).isEqualTo(message.sender());
        assertThat(message.text()).isEqualTo("你好");
        assertThat(message.contextToken()).isEqualTo("AARzJWAFAAAB");
        assertThat(message.sentAt()).isEqualTo(Instant.ofEpochMilli(1789481963761L));
        assertThat(message.toInboundMessage().direct()).isTrue();
    }

    @Property(tries = 200)
    void anUnsigned64BitIdIsTheSameKeyAsNumberAndAsText(@ForAll("uint64") BigInteger id) {
        String asNumber = "[{\"from_user_id\":\"u\",\"message_id\":" + id + "}]";
        String asText = "[{\"from_user_id\":\"u\",\"message_id\":\"" + id + "\"}]";

        assertThat(read(asNumber).get(0).dedupKey()).isEqualTo("message_id:" + id);
        assertThat(read(asText).get(0).dedupKey()).isEqualTo("message_id:" + id);
    }

    @Provide
    Arbitrary<BigInteger> uint64() {
        return Arbitraries.bigIntegers()
                .between(BigInteger.ONE, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    }

    @Test
    void fallsBackToClientIdThenSeqThenContent() {
        assertThat(keys("{'message_id':0,'client_id':'c1','seq':7}"))
                .containsExactly("client_id:c1");
        assertThat(keys("{'message_id':'','seq':7}")).containsExactly("seq:7");
        assertThat(keys("{'seq':null}").get(0)).startsWith("content:");
    }

    @Test
    void twoEqualMessagesWithoutIdInOneAnswerAreTwoMessages() {
        String twin = "{'item_list':[{'text_item':{'text':'hi'}}]}";

        List<String> keys = keys(twin, twin, twin);

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys(twin, twin, twin)).isEqualTo(keys);
    }

    @Test
    void aRepetitionUnderAnotherIdOrWithoutOneKeepsItsFirstKey() {
        String first = one("'message_id':1,", "v1:1");
        String otherId = one("'message_id':2,", "v1:2");
        String noId = one("", "v1:3");

        assertThat(keys(first)).containsExactly("message_id:1");
        assertThat(keys(otherId)).containsExactly("message_id:1");
        assertThat(keys(noId)).containsExactly("message_id:1");
    }

    @Test
    void aRepetitionIsRecognisedAcrossARestart() {
        var duplicates = new DuplicateDetector(context);
        reader =
                new WeixinMessageParser(
                        Clock.fixed(NOW, ZoneOffset.UTC), duplicates, context::said);
        assertThat(keys(one("'message_id':1,", "v1:1"))).containsExactly("message_id:1");
        context.putNotes(duplicates.notes());

        reader = newReader();

        assertThat(keys(one("", "v1:3"))).containsExactly("message_id:1");
    }

    @Test
    void theMemoryOnDiskDoesNotGrow() {
        var duplicates = new DuplicateDetector(context);
        reader =
                new WeixinMessageParser(
                        Clock.fixed(NOW, ZoneOffset.UTC), duplicates, context::said);
        for (int i = 0; i < 1000; i++) {
            keys("{'message_id':%d,'create_time_ms':%d}".formatted(i + 1, i + 1));
            context.putNotes(duplicates.notes());
        }
        assertThat(context.notes()).hasSize(256);

        reader = newReader();

        assertThat(keys("{'create_time_ms':1000}")).containsExactly("message_id:1000");
        assertThat(keys("{'create_time_ms':1}").get(0)).startsWith("content:");
    }

    @Test
    void messagesOfOneAnswerAreNeverRepetitionsOfEachOther() {
        assertThat(keys(one("'message_id':1,", "v1:1"), one("'message_id':2,", "v1:2")))
                .containsExactly("message_id:1", "message_id:2");
    }

    @Test
    void theSameTextALittleLaterIsAnotherMessage() {
        assertThat(keys("{'message_id':1,'create_time_ms':1000,'item_list':[]}"))
                .containsExactly("message_id:1");
        assertThat(keys("{'message_id':2,'create_time_ms':1001,'item_list':[]}"))
                .containsExactly("message_id:2");
    }

    @Test
    void skipsMessagesOfBotsAndMessagesWithoutASender() {
        assertThat(
                        read(
                                """
                                [{"message_id":1,"from_user_id":"x@im.bot"},
                                 {"message_id":2,"from_user_id":"u","message_type":2},
                                 {"message_id":3}, 17, null, "?",
                                 {"message_id":4,"from_user_id":"u"}]
                                """))
                .extracting(WeixinReceivedMessage::dedupKey)
                .containsExactly("message_id:4");
    }

    @Test
    void findsFilesOfEachKindWithTheirKeys() {
        List<CdnFile> files =
                read("""
                                [{"message_id":1,"from_user_id":"u","item_list":[
                                  {"type":2,"image_item":{"aeskey":"00112233445566778899aabbccddeeff",
                                    "media":{"encrypt_query_param":"i","aes_key":"other"}}},
                                  {"type":4,"file_item":{"file_name":"../../etc/a b.pdf","len":"5",
                                    "media":{"encrypt_query_param":"f","aes_key":"k"}}},
                                  {"type":3,"voice_item":{"media":{"encrypt_query_param":"v"}}},
                                  {"type":5,"video_item":{"media":{"full_url":"https://x/y"}}},
                                  {"type":2,"image_item":{}}]}]
                                """)
                        .get(0)
                        .files();

        assertThat(files)
                .extracting(CdnFile::kind)
                .containsExactly(
                        Attachment.Kind.IMAGE,
                        Attachment.Kind.FILE,
                        Attachment.Kind.AUDIO,
                        Attachment.Kind.VIDEO);
        assertThat(files.get(0).key()).isEqualTo("00112233445566778899aabbccddeeff");
        assertThat(files.get(1).name()).isEqualTo("a b.pdf");
        assertThat(files.get(1).mediaType()).isEqualTo("application/pdf");
        assertThat(files.get(3).fullUrl()).isEqualTo("https://x/y");
    }

    private WeixinMessageParser newReader() {
        return new WeixinMessageParser(
                Clock.fixed(NOW, ZoneOffset.UTC), new DuplicateDetector(context), context::said);
    }

    private static String one(String id, String itemId) {
        return "{"
                + id
                + "'create_time_ms':1000,'context_token':'t','item_list':[{'msg_id':'"
                + itemId
                + "','text_item':{'text':'hi'}}]}";
    }

    private List<String> keys(String... messages) {
        String json = "[" + String.join(",", messages) + "]";
        String withSender = json.replace('\'', '"').replace("{\"", "{\"from_user_id\":\"u\",\"");
        return read(withSender).stream().map(WeixinReceivedMessage::dedupKey).toList();
    }

    private List<WeixinReceivedMessage> read(String json) {
        try {
            JsonNode messages = JsonCodec.MAPPER.readTree(json);
            return reader.parse(messages);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
