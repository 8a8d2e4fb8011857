package dev.gateway.sim.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FakeFeishuRestTest {

    private static final String MESSAGES = "/open-apis/im/v1/messages";

    private final SetClock clock = new SetClock();
    private FakeFeishu feishu;
    private RawFeishuClient client;
    private String token;
    private SentMessage sent;

    @BeforeEach
    void start() throws Exception {
        start(FeishuOptions.defaults().clock(clock));
    }

    @AfterEach
    void stop() {
        feishu.close();
    }

    @Test
    void aTokenStaysTheSameUntilAQuarterOfItsLifeIsLeft() throws Exception {
        String secret = feishu.appSecret(feishu.appId());
        assertThat(client.tokenAnswer(secret).path("expire").asInt()).isEqualTo(7200);
        clock.pass(Duration.ofMinutes(90));
        assertThat(client.token()).isEqualTo(token);
        assertThat(client.tokenAnswer(secret).path("expire").asInt()).isEqualTo(1800);

        clock.pass(Duration.ofSeconds(1));
        String next = client.token();

        assertThat(next).isNotEqualTo(token);
        assertThat(send(token, "oc", "u0").path("code").asLong()).isNotEqualTo(99991663);
        clock.pass(Duration.ofMinutes(30));
        assertThat(send(token, chat(), "u1").path("code").asLong()).isEqualTo(99991663);
        assertThat(send(next, chat(), "u1").path("code").asLong()).isZero();
    }

    @Test
    void wrongCredentialsAreHttp200WithACode() throws Exception {
        assertThat(client.tokenAnswer("wrong").path("code").asInt()).isEqualTo(10014);
        assertThat(client.tokenAnswer("").path("code").asInt()).isEqualTo(10003);
    }

    @Test
    void callsWithoutAGoodTokenAreRefused() throws Exception {
        assertThat(send("t-none", chat(), "u").path("code").asLong()).isEqualTo(99991663);
        HttpResponse<String> none = client.response("POST", MESSAGES, Optional.empty(), "{}");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("99991661");
        feishu.revokeTokens();
        assertThat(send(token, chat(), "u").path("code").asLong()).isEqualTo(99991663);
    }

    @Test
    void anAnswerReachesThePersonAndBelongsToTheMessage() throws Exception {
        JsonNode answer = send(token, chat(), "u1");

        assertThat(answer.at("/data/message_id").asText()).startsWith("om_");
        assertThat(answer.at("/data/chat_id").asText()).isEqualTo(chat());
        assertThat(sent.answers()).containsExactly("hello!");
        assertThat(feishu.user("mama").heard())
                .extracting(BotMessage::answers)
                .containsExactly(Optional.of(sent.id()));
    }

    @Test
    void aUuidSendsOnceWithinAnHour() throws Exception {
        JsonNode first = send(token, chat(), "u1");
        clock.pass(Duration.ofMinutes(59));
        JsonNode again = send(token, chat(), "u1");

        assertThat(again.at("/data/message_id")).isEqualTo(first.at("/data/message_id"));
        assertThat(sent.answers()).hasSize(1);
        assertThat(feishu.repeatedSends()).isEqualTo(1);

        clock.pass(Duration.ofMinutes(2));
        send(token, chat(), "u1");
        assertThat(sent.answers()).hasSize(2);
        assertThat(send(token, chat(), "u".repeat(51)).path("code").asLong()).isEqualTo(230001);
    }

    @Test
    void aReplyNamesWhatItAnswersAndCanOpenAThread() throws Exception {
        String path = MESSAGES + "/" + sent.id() + "/reply";
        String body =
                """
                {"content":"{\\"text\\":\\"yes\\"}","msg_type":"text","reply_in_thread":true,\
                "uuid":"r1"}""";

        JsonNode answer = client.call("POST", path, Optional.of(token), body);

        assertThat(answer.at("/data/parent_id").asText()).isEqualTo(sent.id());
        assertThat(answer.at("/data/thread_id").asText()).startsWith("omt_");
        assertThat(sent.answers()).containsExactly("yes");
        feishu.user("mama").recalls(sent);
        String other = body.replace("r1", "r2");
        assertThat(client.call("POST", path, Optional.of(token), other).path("code").asLong())
                .isEqualTo(230011);
    }

    @Test
    void invalidRequestsAreRefused() throws Exception {
        assertThat(send(token, "oc_unknown", "u").path("code").asLong()).isEqualTo(230001);
        for (String body :
                List.of(
                        "{\"receive_id\":\"%s\",\"msg_type\":\"telex\",\"content\":\"{}\"}",
                        "{\"receive_id\":\"%s\",\"msg_type\":\"text\",\"content\":\"hello\"}",
                        "{\"receive_id\":\"%s\",\"msg_type\":\"text\",\"content\":\"{}\"}")) {
            assertThat(create(token, body.formatted(chat())).path("code").asLong())
                    .isEqualTo(230001);
        }
        assertThat(text(token, "x".repeat(151 * 1024)).path("code").asLong()).isEqualTo(230025);
        feishu.user("mama").blocksBot();
        assertThat(send(token, chat(), "u").path("code").asLong()).isEqualTo(230013);
    }

    @Test
    void sendingTooOftenIsRefusedByChatAndByApp() throws Exception {
        feishu.close();
        start(FeishuOptions.defaults().clock(clock).chatLimit(2).apiLimit(4));
        for (int i = 0; i < 2; i++) {
            assertThat(send(token, chat(), "u" + i).path("code").asLong()).isZero();
        }
        assertThat(send(token, chat(), "u3").path("code").asLong()).isEqualTo(230020);
        send(token, chat(), "u4");

        HttpResponse<String> limited = client.response("POST", MESSAGES, Optional.of(token), "{}");

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("x-ogw-ratelimit-reset")).hasValue("1");
        assertThat(limited.body()).contains("99991400");
        clock.pass(Duration.ofSeconds(1));
        assertThat(send(token, chat(), "u3").path("code").asLong()).isZero();
    }

    @Test
    void reactionsComeAndGo() throws Exception {
        String path = MESSAGES + "/" + sent.id() + "/reactions";
        String body = "{\"reaction_type\":{\"emoji_type\":\"Typing\"}}";

        String id =
                client.call("POST", path, Optional.of(token), body)
                        .at("/data/reaction_id")
                        .asText();
        client.call("DELETE", path + "/" + id, Optional.of(token), "");

        assertThat(feishu.user("mama").actions())
                .containsExactly("reaction Typing", "no reaction Typing");
    }

    @Test
    void aFileOfAMessageCanBeFetchedWithTheIdOfTheMessage() throws Exception {
        SentMessage image = feishu.user("mama").sendsImage("png".getBytes());
        String content =
                client.call("GET", MESSAGES + "/" + image.id(), Optional.of(token), "")
                        .at("/data/items/0/body/content")
                        .asText();
        String key = content.replaceAll(".*\"(img_[^\"]+)\".*", "$1");
        String path = MESSAGES + "/" + image.id() + "/resources/" + key;

        assertThat(client.response("GET", path + "?type=image", Optional.of(token), "").body())
                .isEqualTo("png");
        assertThat(client.response("GET", path + "?type=file", Optional.of(token), "").body())
                .contains("234003");
        String other = MESSAGES + "/" + sent.id() + "/resources/" + key + "?type=image";
        assertThat(client.response("GET", other, Optional.of(token), "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theBotGetsItsOwnDescription() throws Exception {
        assertThat(
                        client.call("GET", "/open-apis/bot/v3/info", Optional.of(token), "")
                                .at("/bot/open_id")
                                .asText())
                .isEqualTo(feishu.botOpenId(feishu.appId()));
    }

    @Test
    void whatIsNotThereIsA404() throws Exception {
        assertThat(client.response("GET", "/open-apis/none", Optional.of(token), "").statusCode())
                .isEqualTo(404);
    }

    private void start(FeishuOptions options) throws Exception {
        feishu = FakeFeishu.start(options);
        client = new RawFeishuClient(feishu);
        token = client.token();
        sent = feishu.user("mama").says("hello");
    }

    private String chat() {
        return feishu.user("mama").conversation();
    }

    private JsonNode send(String bearer, String chat, String uuid) throws Exception {
        String body =
                """
                {"receive_id":"%s","msg_type":"text","content":"{\\"text\\":\\"hello!\\"}",\
                "uuid":"%s"}""";
        return create(bearer, body.formatted(chat, uuid));
    }

    private JsonNode text(String bearer, String text) throws Exception {
        String body =
                """
                {"receive_id":"%s","msg_type":"text","content":"{\\"text\\":\\"%s\\"}"}""";
        return create(bearer, body.formatted(chat(), text));
    }

    private JsonNode create(String bearer, String body) throws Exception {
        return client.call(
                "POST", MESSAGES + "?receive_id_type=chat_id", Optional.of(bearer), body);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
