package dev.gateway.sim.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeWeixinLoginTest {

    private final FakeWeixin weixin =
            FakeWeixin.start(
                    WeixinOptions.defaults()
                            .longestQrPoll(Duration.ofMillis(200))
                            .takeover(Duration.ofMillis(1500)));
    private final IlinkClient client = new IlinkClient(weixin, "");
    private final WeixinPhone phone = weixin.phone("owner");

    @AfterEach
    void closePlatform() {
        weixin.close();
    }

    @Test
    void returnsACodeToBothFormsOfTheRequest() throws Exception {
        JsonNode byGet = client.get("/ilink/bot/get_bot_qrcode?bot_type=3");
        JsonNode byPost = client.call("get_bot_qrcode?bot_type=3", IlinkClient.base());

        assertThat(byGet.path("qrcode").asText()).isNotEmpty();
        assertThat(byPost.path("qrcode_img_content").asText())
                .startsWith("https://liteapp.weixin.qq.com/q/");
        assertThat(phone.codesShown()).isEqualTo(2);
    }

    @Test
    void aLoginGoesFromWaitToConfirmedWithATokenThatWorks() throws Exception {
        String code = code();
        assertThat(status(code, "")).isEqualTo("wait");
        phone.scans();
        assertThat(status(code, "")).isEqualTo("scaned");
        String token = phone.confirms();

        JsonNode confirmed = state(code, "");

        assertThat(confirmed.path("status").asText()).isEqualTo("confirmed");
        assertThat(confirmed.path("bot_token").asText()).isEqualTo(token);
        assertThat(confirmed.path("ilink_bot_id").asText()).endsWith("@im.bot");
        assertThat(confirmed.path("ilink_user_id").asText()).endsWith("@im.wechat");
        assertThat(confirmed.path("baseurl").asText()).isEqualTo(weixin.server().uri().toString());
        weixin.user(token, "ann").says("hello");
        assertThat(new IlinkClient(weixin, token).poll()).hasSize(1);
    }

    @Test
    void aPollForTheStateIsHeldUntilSomethingHappens() throws Exception {
        String code = code();
        CompletableFuture<String> poll =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                String status = "wait";
                                while (status.equals("wait")) {
                                    status = status(code, "");
                                }
                                return status;
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });

        phone.scans();

        assertThat(poll.get(60, TimeUnit.SECONDS)).isEqualTo("scaned");
    }

    @Test
    void aCodeHasToBeTypedAndThreeWrongOnesAreTooMany() throws Exception {
        String code = code();
        phone.showsCode("4711");
        assertThat(status(code, "")).isEqualTo("need_verifycode");
        assertThat(status(code, "0000")).isEqualTo("need_verifycode");
        assertThat(status(code, "4711")).isEqualTo("scaned");

        phone.showsCode("0815");
        assertThat(status(code, "1")).isEqualTo("need_verifycode");
        assertThat(status(code, "2")).isEqualTo("need_verifycode");
        assertThat(status(code, "3")).isEqualTo("verify_code_blocked");
        assertThat(status(code, "0815")).isEqualTo("verify_code_blocked");
    }

    @Test
    void codesExpireAndUnknownCodesCountAsExpired() throws Exception {
        String code = code();
        phone.expires();

        assertThat(status(code, "")).isEqualTo("expired");
        assertThat(status("unknown", "")).isEqualTo("expired");
    }

    @Test
    void redirectsTheClientToAnotherHost() throws Exception {
        String code = code();
        phone.redirectsTo("idc2.example");

        JsonNode state = state(code, "");

        assertThat(state.path("status").asText()).isEqualTo("scaned_but_redirect");
        assertThat(state.path("redirect_host").asText()).isEqualTo("idc2.example");
    }

    @Test
    void aValidTokenOfTheClientIsKept() throws Exception {
        ObjectNode body = IlinkClient.base();
        body.putArray("local_token_list").add(weixin.token());
        String code = client.call("get_bot_qrcode?bot_type=3", body).path("qrcode").asText();

        assertThat(phone.confirms()).isEmpty();

        JsonNode state = state(code, "");
        assertThat(state.path("status").asText()).isEqualTo("binded_redirect");
        assertThat(state.has("bot_token")).isFalse();
    }

    @Test
    void aSecondLoginOfAUserEndsTheFirstAfterAWhile() throws Exception {
        IlinkClient first = new IlinkClient(weixin, weixin.token());
        code();

        String token = phone.confirms();

        assertThat(first.call("msg/notifystart", IlinkClient.base()).path("errcode").asInt())
                .isZero();
        await().until(
                        () ->
                                first.call("msg/notifystart", IlinkClient.base())
                                                .path("errcode")
                                                .asInt()
                                        == -14);
        assertThat(
                        new IlinkClient(weixin, token)
                                .call("msg/notifystart", IlinkClient.base())
                                .path("ret")
                                .asInt(1))
                .isZero();
    }

    private String code() throws Exception {
        return client.get("/ilink/bot/get_bot_qrcode?bot_type=3").path("qrcode").asText();
    }

    private String status(String code, String typed) throws Exception {
        return state(code, typed).path("status").asText();
    }

    private JsonNode state(String code, String typed) throws Exception {
        String verify = typed.isEmpty() ? "" : "&verify_code=" + typed;
        return client.get("/ilink/bot/get_qrcode_status?qrcode=" + code + verify);
    }
}
