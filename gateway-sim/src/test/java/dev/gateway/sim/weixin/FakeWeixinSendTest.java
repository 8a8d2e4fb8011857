package dev.gateway.sim.weixin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.weixin.protocol.MediaCrypto;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeWeixinSendTest {

    private FakeWeixin weixin = FakeWeixin.start();
    private IlinkClient bot = new IlinkClient(weixin, weixin.token());
    private WeixinUser ann = weixin.user("ann");

    @AfterEach
    void closePlatform() {
        weixin.close();
    }

    @Test
    void anAnswerReachesTheUserAndItsMessage() throws Exception {
        SentMessage question = ann.says("question");
        String token = contextToken();

        JsonNode answer = send(IlinkClient.text(ann.conversation(), token, "c1", "an answer"));

        assertSent(answer);
        assertThat(ann.heard()).extracting(BotMessage::text).containsExactly("an answer");
        assertThat(question.answers()).containsExactly("an answer");
    }

    @Test
    void incompleteMessagesAreAcceptedAndDropped() throws Exception {
        ann.says("question");
        String token = contextToken();
        for (String field :
                List.of(
                        "from_user_id",
                        "client_id",
                        "message_type",
                        "message_state",
                        "item_list")) {
            ObjectNode body = IlinkClient.text(ann.conversation(), token, "c-" + field, "lost");
            ((ObjectNode) body.path("msg")).remove(field);
            assertThat(send(body)).as("without " + field).isEmpty();
        }
        ObjectNode body = IlinkClient.text(ann.conversation(), token, "c", "lost");
        body.remove("base_info");
        assertThat(send(body)).isEmpty();

        assertThat(ann.heard()).isEmpty();
        assertThat(weixin.dropped(weixin.token())).hasSize(6).contains("without base_info");
    }

    @Test
    void aRepeatedClientIdIsNotDeliveredAgain() throws Exception {
        ann.says("question");
        String token = contextToken();

        send(IlinkClient.text(ann.conversation(), token, "c1", "answer"));
        send(IlinkClient.text(ann.conversation(), token, "c1", "answer"));

        assertThat(ann.heard()).hasSize(1);
    }

    @Test
    void tenAnswersAreAllowedOnOneMessageAndAnotherTenOnTheNext() throws Exception {
        ann.says("one");
        String first = contextToken();
        for (int i = 0; i < 10; i++) {
            assertSent(text(first, "c" + i));
        }
        assertThat(text(first, "c10").path("ret").asInt()).isEqualTo(-2);
        assertThat(text("", "c11").path("errmsg").asText()).isEqualTo("prepare failed");

        ann.says("two");

        assertSent(text(contextToken(), "c12"));
    }

    @Test
    void anUnknownContextTokenIsAnUnknownErrorAndNoneIsAllowed() throws Exception {
        ann.says("question");

        assertThat(text("old", "c1").path("errmsg").asText()).isEqualTo("unknown error");
        assertSent(text("", "c1"));
    }

    @Test
    void aUserWhoNeverWroteCannotBeWrittenTo() throws Exception {
        assertThat(text("", "c1").path("ret").asInt()).isEqualTo(-2);
        assertThat(send(IlinkClient.text("dummy", "", "c2", "hi")).path("ret").asInt())
                .isEqualTo(-1);
    }

    @Test
    void aTextOfMoreThan16KiBIsRefused() throws Exception {
        ann.says("question");
        String token = contextToken();

        JsonNode fits = send(IlinkClient.text(ann.conversation(), token, "a", "x".repeat(16_384)));
        JsonNode not = send(IlinkClient.text(ann.conversation(), token, "b", "你".repeat(5462)));

        assertSent(fits);
        assertThat(not.path("ret").asInt()).isEqualTo(-2);
    }

    @Test
    void aDayOfSilenceEndsTheRightToWrite() throws Exception {
        var clock = new Hands();
        restart(WeixinOptions.defaults().clock(clock).contextLife(Duration.ofDays(7)));
        ann.says("question");
        String token = contextToken();
        clock.now = clock.now.plus(Duration.ofHours(23));
        assertSent(text(token, "c1"));

        clock.now = clock.now.plus(Duration.ofHours(2));

        assertThat(text(token, "c2").path("ret").asInt()).isEqualTo(-2);
        ann.says("back");
        assertSent(text(contextToken(), "c3"));
    }

    @Test
    void contextTokensExpire() throws Exception {
        var clock = new Hands();
        restart(WeixinOptions.defaults().clock(clock).contextLife(Duration.ofMinutes(2)));
        ann.says("question");
        String token = contextToken();

        clock.now = clock.now.plus(Duration.ofMinutes(3));

        assertThat(text(token, "c1").path("errmsg").asText()).isEqualTo("unknown error");
        assertSent(text("", "c1"));
    }

    @Test
    void typingNeedsTheTicketOfItsUser() throws Exception {
        ann.says("question");
        ObjectNode who = IlinkClient.base().put("ilink_user_id", ann.conversation());
        String ticket = bot.call("getconfig", who).path("typing_ticket").asText();
        Base64.getDecoder().decode(ticket);

        assertThat(typing(ticket, 1).path("ret").asInt()).isZero();
        assertThat(typing(ticket, 2).path("ret").asInt()).isZero();
        assertThat(typing("other", 1).path("ret").asInt()).isEqualTo(-1);
        assertThat(ann.typing()).containsExactly("typing", "quiet");
    }

    @Test
    void aFileGoesThroughTheCdnEncrypted() throws Exception {
        ann.says("send it");
        byte[] plain = "plain words".getBytes(StandardCharsets.UTF_8);
        byte[] key = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        byte[] encrypted = MediaCrypto.encrypt(plain, key);
        String param =
                bot.call("getuploadurl", announcement(plain, key)).path("upload_param").asText();

        HttpResponse<byte[]> uploaded = upload(param, encrypted);
        String reference = uploaded.headers().firstValue("x-encrypted-param").orElseThrow();
        String aesKey =
                Base64.getEncoder()
                        .encodeToString(
                                HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII));
        ObjectNode item = IlinkClient.JSON.createObjectNode().put("type", 4);
        item.putObject("file_item")
                .put("file_name", "a.txt")
                .put("len", "11")
                .putObject("media")
                .put("encrypt_query_param", reference)
                .put("aes_key", aesKey)
                .put("encrypt_type", 1);
        assertSent(send(IlinkClient.message(ann.conversation(), "", "c1", item)));

        BotMessage.File file = ann.heard().get(0).files().get(0);
        assertThat(file.kind()).isEqualTo("file");
        assertThat(file.name()).isEqualTo("a.txt");
        assertThat(file.content()).isEqualTo(plain);
        assertThat(upload(param, encrypted).statusCode())
                .as("a place is for one use")
                .isEqualTo(400);
    }

    @Test
    void aFileWithALengthThatIsNoTextIsDropped() throws Exception {
        ann.says("send it");
        ObjectNode item = IlinkClient.JSON.createObjectNode().put("type", 4);
        item.putObject("file_item").put("file_name", "a.txt").put("len", 11);

        assertThat(send(IlinkClient.message(ann.conversation(), "", "c1", item))).isEmpty();

        assertThat(ann.heard()).isEmpty();
        assertThat(weixin.dropped(weixin.token())).hasSize(1);
    }

    @Test
    void anUploadThatDiffersFromItsAnnouncementIsRefused() throws Exception {
        ann.says("send it");
        byte[] plain = "plain words".getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[16];
        String param =
                bot.call("getuploadurl", announcement(plain, key)).path("upload_param").asText();

        assertThat(upload(param, plain).statusCode()).isEqualTo(400);
        assertThat(
                        upload(
                                        param,
                                        MediaCrypto.encrypt(
                                                plain,
                                                "another key 1234"
                                                        .getBytes(StandardCharsets.UTF_8)))
                                .statusCode())
                .isEqualTo(400);
        assertThat(upload("unknown", plain).statusCode()).isEqualTo(400);
    }

    @Test
    void aUsersFileCanBeDownloadedAndDecrypted() throws Exception {
        byte[] picture = {1, 2, 3, 4, 5};
        ann.sendsImage(picture);

        JsonNode image = bot.poll().get(0).at("/item_list/0/image_item");
        String param = image.at("/media/encrypt_query_param").asText();
        HttpResponse<byte[]> answer =
                bot.bytes(
                        HttpRequest.newBuilder(
                                        bot.uri(
                                                "/c2c/download?encrypted_query_param="
                                                        + encoded(param)))
                                .build());

        byte[] key = HexFormat.of().parseHex(image.path("aeskey").asText());
        assertThat(MediaCrypto.decrypt(answer.body(), key)).contains(picture);
    }

    private void restart(WeixinOptions options) {
        weixin.close();
        weixin = FakeWeixin.start(options);
        bot = new IlinkClient(weixin, weixin.token());
        ann = weixin.user("ann");
    }

    private ObjectNode announcement(byte[] plain, byte[] key) {
        return IlinkClient.base()
                .put("filekey", "0123456789abcdef0123456789abcdef")
                .put("media_type", 3)
                .put("to_user_id", ann.conversation())
                .put("rawsize", plain.length)
                .put("rawfilemd5", MediaCrypto.md5(plain))
                .put("filesize", MediaCrypto.encryptedSize(plain.length))
                .put("no_need_thumb", true)
                .put("aeskey", HexFormat.of().formatHex(key));
    }

    private HttpResponse<byte[]> upload(String param, byte[] body) throws Exception {
        return bot.bytes(
                HttpRequest.newBuilder(
                                bot.uri(
                                        "/c2c/upload?encrypted_query_param="
                                                + encoded(param)
                                                + "&filekey=0123456789abcdef0123456789abcdef"))
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
    }

    private JsonNode typing(String ticket, int status) throws Exception {
        return bot.call(
                "sendtyping",
                IlinkClient.base()
                        .put("ilink_user_id", ann.conversation())
                        .put("typing_ticket", ticket)
                        .put("status", status));
    }

    private JsonNode text(String token, String clientId) throws Exception {
        return send(IlinkClient.text(ann.conversation(), token, clientId, "words " + clientId));
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

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
