package dev.gateway.adapter.weixin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static dev.gateway.adapter.weixin.WeixinFixture.TOKEN;
import static dev.gateway.adapter.weixin.WeixinFixture.json;
import static dev.gateway.adapter.weixin.WeixinFixture.message;
import static dev.gateway.adapter.weixin.WeixinFixture.updates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeixinPollTest {

    /**
     * The promise is 100 ms, the poll would last a minute; in between is room for slow machines.
     */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir Path folder;
    private WeixinFixture weixin;

    @BeforeEach
    void startPlatform() throws Exception {
        weixin = new WeixinFixture(folder);
    }

    @AfterEach
    void stopPlatform() throws Exception {
        weixin.close();
    }

    @Test
    void sendsAllHeadersAndBaseInfo() {
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 1);
        LoggedRequest request =
                weixin.server.findAll(postRequestedFor(WeixinFixture.path("getupdates"))).get(0);
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.getHeader("AuthorizationType")).isEqualTo("ilink_bot_token");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("iLink-App-Id")).isEqualTo("bot");
        assertThat(request.getHeader("iLink-App-ClientVersion")).isEqualTo("132105");
        assertThat(request.getHeader("SKRouteTag")).isNull();
        String uin =
                new String(
                        Base64.getDecoder().decode(request.getHeader("X-WECHAT-UIN")),
                        StandardCharsets.US_ASCII);
        assertThat(Long.parseLong(uin)).isBetween(0L, 0xFFFF_FFFFL);
        JsonNode body = WeixinFixture.tree(request.getBodyAsString());
        assertThat(body.path("get_updates_buf").asText()).isEmpty();
        assertThat(body.at("/base_info/channel_version").asText()).isEqualTo("2.4.9");
        assertThat(body.at("/base_info/bot_agent").asText()).matches("[!-~]+/[!-~]+");
    }

    @Test
    void aMessageThatIsNestedTooDeepHoldsUpNoneBesideIt() {
        String deep = "[".repeat(3_000) + "]".repeat(3_000);
        String answer = updates("c1", message("1", "one"), message("2", "two")).toString();
        weixin.poll("", json(answer.replaceFirst("\"two\"", "\"two\",\"x\":" + deep)));
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 2);
        InboundBatch batch = weixin.context.batches().get(0);
        assertThat(batch.messages()).extracting(m -> m.text()).contains("one");
        assertThat(batch.messages()).hasSize(2);
        assertThat(batch.cursor()).contains("c1");
        assertThat(weixin.context.unreadable()).hasSize(1);
    }

    @Test
    void storesMessagesCursorAndContextTokenTogetherBeforeTheNextPoll() {
        weixin.poll("", json(updates("c1", message("1", "one"), message("2", "two"))));
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 2);
        InboundBatch batch = weixin.context.batches().get(0);
        assertThat(batch.messages()).extracting(m -> m.text()).containsExactly("one", "two");
        assertThat(batch.messages()).extracting(m -> m.replyContext()).contains("ctx-1", "ctx-2");
        assertThat(batch.cursor()).contains("c1");
        assertThat(batch.notes()).contains(Map.entry("context:o9cq80@im.wechat", "ctx-2"));
        assertThat(weixin.bodies("getupdates").get(1).path("get_updates_buf").asText())
                .isEqualTo("c1");
    }

    @Test
    void goesOnFromTheStoredCursor() {
        weixin.context.resumeAt("stored");
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 1);
        assertThat(weixin.bodies("getupdates").get(0).path("get_updates_buf").asText())
                .isEqualTo("stored");
    }

    @Test
    void aNewCursorWithoutMessagesIsStoredAndAnEmptyOneIsNot() {
        weixin.poll("", json(updates("c1")));
        weixin.poll("c1", json("{\"ret\":0,\"errcode\":0,\"msgs\":[],\"get_updates_buf\":\"\"}"));
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() >= 3);
        assertThat(weixin.context.batches()).hasSize(1);
        assertThat(weixin.context.cursor()).contains("c1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ret\":null}"})
    void anEmptyAnswerIsAnIdlePoll(String answer) {
        weixin.poll("", json(answer));
        CompletableFuture<Void> served = weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() >= 2);
        assertThat(served).isNotDone();
        assertThat(weixin.context.batches()).isEmpty();
    }

    @Test
    void aServerThatAnswersAtOnceWithoutMessagesIsNotAskedInATightLoop() {
        weixin.poll("", json("{}"));
        long begun = System.nanoTime();
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() >= 5);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void notifystartCountsAsContactWhileTheFirstPollIsHeld() {
        weixin.serve();

        await().until(() -> weixin.context.contacts() == 1);
        assertThat(weixin.bodies("msg/notifystart")).hasSize(1);
    }

    @Test
    void theFirstPollDoesNotWaitForNotifystart() {
        weixin.on("msg/notifystart", json("{}").withFixedDelay(30_000));
        weixin.poll("", json(updates("c1", message("1", "hello"))));
        weixin.serve();

        await().until(() -> weixin.context.texts().contains("hello"));
    }

    @Test
    void aRefusedNotifystartIsNoContactAndDoesNoHarm() {
        weixin.on("msg/notifystart", aResponse().withStatus(404));
        CompletableFuture<Void> served = weixin.serve();

        await().until(() -> !weixin.bodies("msg/notifystart").isEmpty());
        await().until(() -> weixin.bodies("getupdates").size() == 1);
        assertThat(weixin.context.contacts()).isEqualTo(0);
        assertThat(served).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errcode\":-14,\"errmsg\":\"session timeout\"}",
                "{\"ret\":-14}",
                "{\"ret\":-1,\"errcode\":-14}"
            })
    void theEndOfTheSessionNamesTheCommandThatMendsIt(String answer) throws Exception {
        weixin.poll("", json(answer));
        weixin.on("msg/notifystart", aResponse().withStatus(404));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Expired.class);
        var expired = (PlatformException.Expired) failure;
        assertThat(expired.remedy().orElseThrow()).contains("'gateway login weixin --name mama'");
        assertThat(expired.pause()).isEqualTo(Duration.ofMinutes(10));
        assertThat(weixin.context.contacts()).isEqualTo(0);
    }

    @Test
    void afterTheEndOfTheSessionNothingElseIsCalled() throws Exception {
        weixin.poll("", json("{\"errcode\":-14}"));
        weixin.failureOfServe();
        await().until(() -> weixin.bodies("msg/notifystart").size() == 1);

        Throwable failure =
                WeixinFixture.failure(
                        () -> weixin.adapter().send(WeixinOutboundFixture.text("id", "hi")));
        weixin.adapter().typing(WeixinFixture.USER, "", true);
        weixin.adapter().disconnect(Duration.ofSeconds(5));

        assertThat(failure).isInstanceOf(PlatformException.Expired.class);
        assertThat(weixin.bodies("sendmessage")).isEmpty();
        assertThat(weixin.bodies("getconfig")).isEmpty();
        assertThat(weixin.bodies("msg/notifystop")).isEmpty();
    }

    @Test
    void http401IsTheEndOfTheSessionToo() throws Exception {
        weixin.poll("", aResponse().withStatus(401));

        assertThat(weixin.failureOfServe()).isInstanceOf(PlatformException.Expired.class);
    }

    @Test
    void afterTheSessionEndedNotifystartIsAnsweredBeforeTheNextPoll() throws Exception {
        weixin.poll("", json("{\"errcode\":-14,\"errmsg\":\"session timeout\"}"));
        assertThat(weixin.failureOfServe()).isInstanceOf(PlatformException.Expired.class);
        await().until(() -> weixin.bodies("msg/notifystart").size() == 1);
        weixin.poll("", json("{\"msgs\":[]}").withFixedDelay(60_000));

        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 2);
        assertThat(weixin.calls()).endsWith("msg/notifystart", "getupdates");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 500, 502, 503, 504, 524})
    void otherHttpErrorsArePassing(int status) throws Exception {
        weixin.poll("", aResponse().withStatus(status).withBody("<html>" + TOKEN));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Unreachable.class);
        assertThat(failure.getMessage()).contains("HTTP " + status).doesNotContain(TOKEN);
    }

    @Test
    void afterAnEdgeTimeoutThePollWaitsShorterThanTheEdge() throws Exception {
        var timeout = new PollTimeout(WeixinSettings.API);

        assertThat(timeout.next()).isEqualTo(Duration.ofSeconds(40));
        timeout.suggest(20_000);
        assertThat(timeout.next()).isEqualTo(Duration.ofSeconds(25));
        timeout.suggest(0);
        assertThat(timeout.next()).isEqualTo(Duration.ofSeconds(25));
        timeout.onEdgeTimeout();
        assertThat(timeout.next()).isEqualTo(Duration.ofSeconds(10));
        assertThat(new PollTimeout("https://ilinkai.wechat.com").next())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void throttlingByHttpIsObeyed() throws Exception {
        weixin.poll("", aResponse().withStatus(429).withHeader("Retry-After", "7"));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Throttled.class);
        assertThat(((PlatformException.Throttled) failure).retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "{\"msgs\":[", "\"x\"", "17"})
    void anAnswerThatMakesNoSenseIsPassingAndNotQuoted(String answer) throws Exception {
        weixin.poll("", json(answer));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Unreachable.class);
        assertThat(failure.getMessage()).contains("no JSON object").doesNotContain("<html>");
    }

    @Test
    void anotherErrorCodeIsTransientAndKeepsThePlatformsMessageButNotTheToken() throws Exception {
        weixin.poll("", json("{\"ret\":-3,\"errmsg\":\"bad\\nthing " + TOKEN + "\"}"));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Unreachable.class);
        assertThat(failure.getMessage()).contains("code -3 (bad thing").doesNotContain(TOKEN);
    }

    @Test
    void aRefusedPollIsThrottled() throws Exception {
        weixin.poll("", json("{\"ret\":-2,\"errmsg\":\"rate limited\"}"));

        assertThat(weixin.failureOfServe()).isInstanceOf(PlatformException.Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK"})
    void aBrokenConnectionIsPassing(String fault) throws Exception {
        weixin.poll("", aResponse().withFault(Fault.valueOf(fault)));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Unreachable.class);
        assertThat(failure.getMessage()).doesNotContain(TOKEN).doesNotContain("\n");
    }

    @Test
    void aTokenThatNoHeaderTakesIsRejectedWithoutShowingIt() throws Exception {
        weixin.with("token", Secret.of("line\nbreak"));

        Throwable failure = weixin.failureOfServe();

        assertThat(failure).isInstanceOf(PlatformException.Rejected.class).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("break");
    }

    @Test
    void anIdleClientTimeoutAsksNotifystartAndGoesOn() {
        weixin.poll("", json("{\"longpolling_timeout_ms\":1,\"get_updates_buf\":\"c1\"}"));
        CompletableFuture<Void> served = weixin.serve();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> weixin.bodies("msg/notifystart").size() == 2);
        await().until(() -> weixin.bodies("getupdates").size() == 3);
        assertThat(served).isNotDone();
        assertThat(weixin.context.contacts()).isEqualTo(3);
    }

    @Test
    void whatTheGatewayDidNotTakeIsOfferedAgainBeforeTheNextPoll() throws Exception {
        weixin.poll("", json(updates("c1", message("1", "precious"))));
        weixin.context.refuse();
        assertThat(weixin.failureOfServe()).isInstanceOf(PlatformException.NotAccepted.class);
        assertThat(weixin.bodies("getupdates")).hasSize(1);

        weixin.context.acceptAgain();
        weixin.serve();

        await().until(() -> weixin.bodies("getupdates").size() == 2);
        assertThat(weixin.context.deliveries())
                .extracting(InboundMessage::text)
                .containsExactly("precious");
        assertThat(weixin.bodies("getupdates").get(1).path("get_updates_buf").asText())
                .isEqualTo("c1");
        assertThat(weixin.context.cursor()).contains("c1");
    }

    @Test
    void stopIntakeEndsAHeldPoll() throws Exception {
        CompletableFuture<Void> served = weixin.serve();
        await().until(() -> weixin.bodies("getupdates").size() == 1);

        long begun = System.nanoTime();
        weixin.adapter().stopIntake();
        served.get(60, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }

    @Test
    void serveAfterStopIntakeReturnsAtOnce() throws Exception {
        weixin.adapter().stopIntake();

        weixin.serve().get(60, TimeUnit.SECONDS);

        assertThat(weixin.bodies("getupdates")).isEmpty();
    }

    @Test
    void anInterruptEndsServe() throws Exception {
        CompletableFuture<Void> served = weixin.serve();
        await().until(() -> weixin.bodies("getupdates").size() == 1);

        long begun = System.nanoTime();
        weixin.interruptServe();

        assertThat(WeixinFixture.failure(() -> served.get(60, TimeUnit.SECONDS)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }
}
