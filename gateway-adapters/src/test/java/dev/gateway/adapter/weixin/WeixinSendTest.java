package dev.gateway.adapter.weixin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.gateway.adapter.weixin.WeixinFixture.TOKEN;
import static dev.gateway.adapter.weixin.WeixinFixture.USER;
import static dev.gateway.adapter.weixin.WeixinFixture.failure;
import static dev.gateway.adapter.weixin.WeixinFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Scope;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeixinSendTest {

    private static final String REFUSED = "{\"ret\":-2,\"errmsg\":\"prepare failed\"}";
    private static final String UNKNOWN = "{\"ret\":-2,\"errmsg\":\"unknown error\"}";

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
    void sendsEveryFieldWithoutWhichThePlatformDropsTheMessage() throws Exception {
        weixin.adapter().send(WeixinOutboundFixture.reply("out-1", "ctx-1", "你好"));

        JsonNode body = sent().get(0);
        assertThat(body.path("msg"))
                .isEqualTo(
                        WeixinFixture.tree(
                                """
                                {"from_user_id":"","to_user_id":"%s","client_id":"out-1",
                                 "message_type":2,"message_state":2,"context_token":"ctx-1",
                                 "item_list":[{"type":1,"text_item":{"text":"你好"}}]}
                                """
                                        .formatted(USER)));
        assertThat(body.at("/base_info/channel_version").asText()).isNotEmpty();
    }

    @Test
    void thePlatformsIdOfAMessageIsKeptToTheLastDigit() throws Exception {
        weixin.on("sendmessage", json("{\"message_id\":17505631358879709960}"));

        assertThat(send("out-1")).isEqualTo(Optional.of("17505631358879709960"));
        assertThat(send("out-1")).isEqualTo(Optional.of("17505631358879709960"));
        assertThat(sent()).hasSize(1);
    }

    @Test
    void aMessageWithoutAnIdOfThePlatformHasNone() throws Exception {
        weixin.on("sendmessage", json("{}"));

        assertThat(send("out-1")).isEqualTo(Optional.empty());
    }

    @Test
    void aMessageThatAnswersNoneUsesTheNewestContextTokenOfItsConversation() throws Exception {
        weixin.context.putNotes(Map.of("context:" + USER, "newest"));

        weixin.adapter().send(WeixinOutboundFixture.text("out-1", "news"));

        assertThat(sent().get(0).at("/msg/context_token").asText()).isEqualTo("newest");
    }

    @Test
    void withoutAnyContextTokenNoneIsSent() throws Exception {
        weixin.adapter().send(WeixinOutboundFixture.text("out-1", "news"));

        assertThat(sent().get(0).path("msg").has("context_token")).isFalse();
    }

    @Test
    void aRefusalIsTriedOnceWithTheNewestContextToken() throws Exception {
        weixin.context.putNotes(Map.of("context:" + USER, "newest"));
        refuseToken("old", REFUSED);

        weixin.adapter().send(WeixinOutboundFixture.reply("out-1", "old", "hi"));

        assertThat(sent()).extracting(this::token).containsExactly("old", "newest");
        assertThat(sent())
                .extracting(body -> body.at("/msg/client_id").asText())
                .containsOnly("out-1");
    }

    @Test
    void unknownErrorIsTriedOnceWithoutContextToken() throws Exception {
        refuseToken("old", UNKNOWN);

        weixin.adapter().send(WeixinOutboundFixture.reply("out-1", "old", "hi"));

        assertThat(sent()).extracting(this::token).containsExactly("old", "");
    }

    @Test
    void anyRefusalThatMayBeAboutTheTokenIsTriedOnceWithoutIt() throws Exception {
        refuseToken("old", "{\"ret\":-1,\"errmsg\":\"invalid context_token\"}");
        refuseToken("older", "{\"ret\":-2}");

        weixin.adapter().send(WeixinOutboundFixture.reply("out-1", "old", "hi"));
        weixin.adapter().send(WeixinOutboundFixture.reply("out-2", "older", "hi"));

        assertThat(sent()).extracting(this::token).containsExactly("old", "", "older", "");
    }

    @Test
    void aRefusalConcernsTheWindowOfThisUserAlone() {
        weixin.on("sendmessage", json(REFUSED));

        for (int i = 0; i < 6; i++) {
            String id = "out-" + i;
            var refusal = (Throttled) failure(() -> send(id));
            assertThat(refusal.scope()).isEqualTo(Scope.WINDOW);
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void tooManyRequestsWhileAUserIsWrittenToConcernThisUserAlone() {
        weixin.on("sendmessage", aResponse().withStatus(429).withHeader("Retry-After", "7"));

        var refusal = (Throttled) failure(() -> send("out-1"));

        assertThat(refusal.scope()).isEqualTo(Scope.CONVERSATION);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aPageOfSomethingInBetweenDoesNotEndTheSession() throws Exception {
        weixin.on("sendmessage", aResponse().withStatus(401).withBody("<html>portal</html>"));

        assertThat(failure(() -> send("out-1"))).isInstanceOf(Unreachable.class);

        weixin.on("sendmessage", json("{}"));
        send("out-1");
        assertThat(sent()).hasSize(2);
    }

    @Test
    void otherRefusalsAreNotTriedWithoutContextToken() {
        weixin.on("sendmessage", json("{\"ret\":-2,\"errmsg\":\"rate limited\"}"));

        assertThat(failure(() -> send("out-1")))
                .isInstanceOf(Throttled.class)
                .hasMessageContaining("rate limited");
        assertThat(sent()).hasSize(1);
    }

    @Test
    void invalidParametersCanNeverBeSent() {
        weixin.on("sendmessage", json("{\"ret\":-1,\"errmsg\":\"invalid param\"}"));

        assertThat(failure(() -> send("out-1"))).isInstanceOf(Undeliverable.class);
    }

    @Test
    void anEmptyMessageIsNotSentAtAll() {
        assertThat(failure(() -> weixin.adapter().send(WeixinOutboundFixture.text("out-1", ""))))
                .isInstanceOf(Undeliverable.class);
        assertThat(sent()).isEmpty();
    }

    @Test
    void aSendReportsTheEndOfTheSessionToo() {
        weixin.on("sendmessage", json("{\"errcode\":-14,\"errmsg\":\"session timeout\"}"));

        assertThat(failure(() -> send("out-1"))).isInstanceOf(PlatformException.Expired.class);
        assertThat(failure(() -> send("out-1"))).isInstanceOf(PlatformException.Expired.class);
        assertThat(sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 524})
    void anEdgeErrorLeavesTheOutcomeOpenForAnotherTryWithTheSameId(int status) throws Exception {
        weixin.on("sendmessage", aResponse().withStatus(status));
        assertThat(failure(() -> send("out-1"))).isInstanceOf(Unreachable.class);

        weixin.on("sendmessage", json("{}"));
        send("out-1");

        assertThat(sent())
                .extracting(body -> body.at("/msg/client_id").asText())
                .containsExactly("out-1", "out-1");
    }

    @Test
    void aBrokenConnectionIsPassingAndShowsNoToken() {
        weixin.on("sendmessage", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        Throwable failure = failure(() -> send("out-1"));

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.toString()).doesNotContain(TOKEN);
    }

    @Test
    void whatWasSentIsNotSentAgain() throws Exception {
        send("out-1");
        send("out-1");

        assertThat(sent()).hasSize(1);
    }

    @Test
    void typingUsesOneTicketForManyCalls() throws Exception {
        weixin.on("getconfig", json("{\"ret\":0,\"typing_ticket\":\"dGlja2V0\"}"));

        weixin.adapter().typing(USER, "ctx", true);
        weixin.adapter().typing(USER, "ctx", true);
        weixin.adapter().typing(USER, "ctx", false);
        weixin.adapter().typing(USER, "ctx", false);

        assertThat(weixin.bodies("getconfig")).hasSize(1);
        JsonNode config = weixin.bodies("getconfig").get(0);
        assertThat(config.path("ilink_user_id").asText()).isEqualTo(USER);
        assertThat(config.path("context_token").asText()).isEqualTo("ctx");
        assertThat(weixin.bodies("sendtyping"))
                .allSatisfy(
                        body -> {
                            assertThat(body.path("typing_ticket").asText()).isEqualTo("dGlja2V0");
                            assertThat(body.path("ilink_user_id").asText()).isEqualTo(USER);
                        })
                .extracting(body -> body.path("status").asInt())
                .containsExactly(1, 1, 2);
    }

    @Test
    void withoutATicketTypingIsLeftOutAndNotAskedForAtOnceAgain() throws Exception {
        weixin.on("getconfig", aResponse().withStatus(500));

        weixin.adapter().typing(USER, "", true);
        weixin.adapter().typing(USER, "", true);

        assertThat(weixin.bodies("getconfig")).hasSize(1);
        assertThat(weixin.bodies("sendtyping")).isEmpty();
    }

    @Test
    void aRefusedTicketIsForgotten() throws Exception {
        weixin.on("getconfig", json("{\"typing_ticket\":\"t\"}"));
        weixin.on("sendtyping", json("{\"ret\":-1}"));

        weixin.adapter().typing(USER, "", true);
        weixin.adapter().typing(USER, "", true);

        assertThat(weixin.bodies("getconfig")).hasSize(2);
    }

    private void refuseToken(String token, String answer) {
        weixin.server.stubFor(
                post(WeixinFixture.path("sendmessage"))
                        .atPriority(1)
                        .withRequestBody(
                                matchingJsonPath("$.msg[?(@.context_token == '" + token + "')]"))
                        .willReturn(json(answer)));
    }

    private Object send(String id) throws Exception {
        return weixin.adapter().send(WeixinOutboundFixture.reply(id, "ctx", "hi"));
    }

    private List<JsonNode> sent() {
        return weixin.bodies("sendmessage");
    }

    private String token(JsonNode body) {
        return body.at("/msg/context_token").asText();
    }
}
