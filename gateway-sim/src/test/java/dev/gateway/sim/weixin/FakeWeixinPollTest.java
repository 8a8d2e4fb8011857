package dev.gateway.sim.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeWeixinPollTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private FakeWeixin weixin;
    private IlinkClient bot;

    @AfterEach
    void closePlatform() {
        weixin.close();
    }

    @Test
    void answersInTheWrongContentTypeAndWithoutRet() throws Exception {
        start(WeixinOptions.defaults());
        WeixinUser ann = weixin.user("ann");
        ann.says("你好");

        HttpResponse<String> answer = bot.sendAsync(pollRequest("")).get(60, TimeUnit.SECONDS);

        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/octet-stream");
        JsonNode body = IlinkClient.JSON.readTree(answer.body());
        assertThat(body.has("ret")).isFalse();
        assertThat(body.path("longpolling_timeout_ms").asInt()).isEqualTo(35_000);
        JsonNode message = body.at("/msgs/0");
        assertThat(message.path("from_user_id").asText()).isEqualTo(ann.conversation());
        assertThat(message.path("from_user_id").asText()).endsWith("@im.wechat");
        assertThat(message.path("to_user_id").asText()).endsWith("@im.bot");
        assertThat(message.path("message_type").asInt()).isEqualTo(1);
        assertThat(message.path("message_state").asInt()).isEqualTo(2);
        assertThat(message.path("context_token").asText()).isNotEmpty();
        assertThat(message.path("message_id").bigIntegerValue())
                .isGreaterThan(BigInteger.ONE.shiftLeft(53));
        assertThat(message.at("/item_list/0/text_item/text").asText()).isEqualTo("你好");
    }

    @Test
    void holdsAPollUntilAMessageComes() throws Exception {
        start(WeixinOptions.defaults());
        CompletableFuture<JsonNode> poll = bot.pollAsync("");
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);

        weixin.user("ann").says("now");

        assertThat(texts(poll.get(60, TimeUnit.SECONDS).path("msgs"))).containsExactly("now");
    }

    @Test
    void anIdlePollEndsWithoutMessagesAndWithAFreshCursor() throws Exception {
        start(WeixinOptions.defaults().longestPoll(SHORT));

        JsonNode first = bot.poll("");
        JsonNode second = bot.poll(first.path("get_updates_buf").asText());

        assertThat(first.path("msgs").isArray()).isTrue();
        assertThat(first.path("msgs")).isEmpty();
        assertThat(second.path("get_updates_buf").asText())
                .isNotEmpty()
                .isNotEqualTo(first.path("get_updates_buf").asText());
    }

    @Test
    void deliveredMessagesAreConsumed() throws Exception {
        start(WeixinOptions.defaults().longestPoll(SHORT));
        weixin.user("ann").says("once");

        assertThat(texts(bot.poll("").path("msgs"))).containsExactly("once");
        assertThat(bot.poll("").path("msgs")).isEmpty();
    }

    @Test
    void aPollWithTheCursorOfAnotherBotReceivesNothing() throws Exception {
        start(WeixinOptions.defaults().longestPoll(SHORT));
        var other = new IlinkClient(weixin, weixin.addBot("papa"));
        weixin.user("ann").says("keep this");
        String foreign = other.poll("").path("get_updates_buf").asText();

        assertThat(bot.poll(foreign).path("msgs")).isEmpty();
        assertThat(bot.poll(foreign).has("get_updates_buf")).isFalse();
        assertThat(texts(bot.poll("").path("msgs"))).containsExactly("keep this");
    }

    @Test
    void inReplayModeAnOlderCursorDeliversAgain() throws Exception {
        start(
                WeixinOptions.defaults()
                        .longestPoll(SHORT)
                        .delivery(DeliveryMode.REPLAY_FROM_CURSOR));
        weixin.user("ann").says("one");
        JsonNode first = bot.poll("");
        weixin.user("ann").says("two");

        String cursor = first.path("get_updates_buf").asText();
        assertThat(texts(bot.poll(cursor).path("msgs"))).containsExactly("two");
        assertThat(texts(bot.poll(cursor).path("msgs"))).containsExactly("two");
        assertThat(texts(bot.poll("").path("msgs"))).containsExactly("one", "two");
    }

    @Test
    void deliversASecondTimeByThePolicy() throws Exception {
        for (DuplicatePolicy.Kind kind : DuplicatePolicy.Kind.values()) {
            start(WeixinOptions.defaults().longestPoll(SHORT).duplicates(kind, SHORT));
            SentMessage sent = weixin.user("ann").says("echo");

            JsonNode first = bot.poll().get(0);
            ArrayNode later = bot.poll();

            if (kind == DuplicatePolicy.Kind.NONE) {
                assertThat(later).isEmpty();
                weixin.close();
                continue;
            }
            later = later.isEmpty() ? bot.poll() : later;
            JsonNode second = later.get(0);
            assertThat(second.path("item_list")).isEqualTo(first.path("item_list"));
            assertThat(second.path("context_token")).isEqualTo(first.path("context_token"));
            switch (kind) {
                case SAME_ID ->
                        assertThat(second.path("message_id")).isEqualTo(first.path("message_id"));
                case NEW_ID ->
                        assertThat(second.path("message_id").asText())
                                .isNotEmpty()
                                .isNotEqualTo(first.path("message_id").asText());
                default -> assertThat(second.has("message_id")).isFalse();
            }
            assertThat(sent.ledgerMessage().deliveries()).hasSize(2);
            assertThat(bot.poll()).as("no third time").isEmpty();
            weixin.close();
        }
    }

    @Test
    void twoPollersStealFromEachOtherSilently() throws Exception {
        start(WeixinOptions.defaults());
        IlinkClient other = new IlinkClient(weixin, weixin.token());
        CompletableFuture<JsonNode> one = bot.pollAsync("");
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);
        CompletableFuture<JsonNode> two = other.pollAsync("");
        await().until(() -> weixin.waitingPolls(weixin.token()) == 2);

        weixin.user("ann").says("first");
        assertThat(texts(one.get(60, TimeUnit.SECONDS).path("msgs"))).containsExactly("first");
        weixin.user("ann").says("second");
        assertThat(texts(two.get(60, TimeUnit.SECONDS).path("msgs"))).containsExactly("second");
        assertThat(weixin.referee().overlaps()).hasSize(1);
    }

    @Test
    void aCancelledPollConsumesNoMessage() throws Exception {
        start(WeixinOptions.defaults());
        CompletableFuture<HttpResponse<String>> poll = bot.sendAsync(pollRequest(""));
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);
        poll.cancel(true);
        await().until(() -> weixin.waitingPolls(weixin.token()) == 0);

        weixin.user("ann").says("still here");

        assertThat(texts(bot.poll("").path("msgs"))).containsExactly("still here");
    }

    @Test
    void anUnknownOrReplacedTokenIsASessionTimeoutWithHttp200() throws Exception {
        start(WeixinOptions.defaults());
        CompletableFuture<JsonNode> waiting = bot.pollAsync("");
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);

        weixin.endSession(weixin.token());

        JsonNode over = waiting.get(60, TimeUnit.SECONDS);
        assertThat(over.path("errcode").asInt()).isEqualTo(-14);
        assertThat(over.path("errmsg").asText()).isEqualTo("session timeout");
        assertThat(bot.poll("").path("errcode").asInt()).isEqualTo(-14);
        assertThat(new IlinkClient(weixin, "nobody").poll("").path("errcode").asInt())
                .isEqualTo(-14);
        assertThat(weixin.referee().polls()).hasSize(1);
    }

    @Test
    void withoutAppHeadersASessionTimesOutAtOnce() throws Exception {
        start(WeixinOptions.defaults());
        HttpRequest bare =
                HttpRequest.newBuilder(bot.uri("/ilink/bot/getupdates"))
                        .header("AuthorizationType", "ilink_bot_token")
                        .header("Authorization", "Bearer " + weixin.token())
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();

        assertThat(bot.sendAsync(bare).get(60, TimeUnit.SECONDS).body()).contains("-14");
    }

    @Test
    void anEdgeCutsHeldPollsOff() throws Exception {
        start(WeixinOptions.defaults().edgeTimeout(SHORT));

        assertThat(bot.sendAsync(pollRequest("")).get(60, TimeUnit.SECONDS).statusCode())
                .isEqualTo(524);
    }

    @Test
    void delaysTheReleaseByAFault() throws Exception {
        start(WeixinOptions.defaults());
        weixin.slowRelease(Duration.ofMillis(400));
        long begun = System.nanoTime();

        assertThat(bot.call("msg/notifystart", IlinkClient.base()).path("ret").asInt()).isZero();
        assertThat(bot.call("msg/notifystop", IlinkClient.base()).path("ret").asInt()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(weixin.notices(weixin.token())).containsExactly("start", "stop");
    }

    @Test
    void faultsOfTheServerWorkOnItsPaths() throws Exception {
        start(WeixinOptions.defaults());
        weixin.server()
                .faults()
                .add(FaultRule.on("/ilink/bot/getupdates", Fault.Answer.status(524, "")).times(1));

        assertThat(bot.sendAsync(pollRequest("")).get(60, TimeUnit.SECONDS).statusCode())
                .isEqualTo(524);
    }

    private void start(WeixinOptions options) {
        weixin = FakeWeixin.start(options);
        bot = new IlinkClient(weixin, weixin.token());
    }

    private HttpRequest pollRequest(String cursor) {
        return bot.request("getupdates", IlinkClient.base().put("get_updates_buf", cursor));
    }

    private static List<String> texts(JsonNode messages) {
        return messages.findValuesAsText("text");
    }
}
