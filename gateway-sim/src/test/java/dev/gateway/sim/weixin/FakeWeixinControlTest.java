package dev.gateway.sim.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.control.ControlServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeWeixinControlTest {

    private final FakeWeixin weixin = FakeWeixin.start();
    private final ControlServer control = ControlServer.start(0, List.of(weixin));
    private final HttpClient http = HttpClient.newHttpClient();
    private final IlinkClient bot = new IlinkClient(weixin, weixin.token());

    @AfterEach
    void closeAll() {
        control.close();
        weixin.close();
    }

    @Test
    void changesRulesWhileThePlatformRuns() throws Exception {
        post(
                "rules",
                """
                {"delivery":"replay_from_cursor","duplicates":"no_id","after":"10ms",
                 "longest_poll":"300ms","answers_per_message":1,"context_life":"1h","silence":"1h",
                 "takeover":"1s"}
                """);
        post("say", "{\"user\":\"ann\",\"text\":\"hello\"}");

        JsonNode first = bot.poll("").path("msgs").get(0);
        await().until(() -> bot.poll("").path("msgs").size() == 2);
        assertThat(bot.poll("").path("msgs").get(1).has("message_id")).isFalse();
        String to = first.path("from_user_id").asText();
        assertThat(bot.call("sendmessage", IlinkClient.text(to, "", "c1", "a")).has("message_id"))
                .isTrue();
        assertThat(bot.call("sendmessage", IlinkClient.text(to, "", "c2", "b")).path("ret").asInt())
                .isEqualTo(-2);

        post("rules", "{\"edge_timeout\":\"50ms\"}");
        HttpResponse<byte[]> cutOff =
                bot.bytes(
                        bot.request(
                                "getupdates",
                                IlinkClient.base()
                                        .put(
                                                "get_updates_buf",
                                                bot.poll("").path("get_updates_buf").asText())));
        assertThat(cutOff.statusCode()).isEqualTo(524);
    }

    @Test
    void sendsFilesAsAUser() throws Exception {
        post("send_image", "{\"user\":\"ann\",\"base64\":\"AQID\"}");
        post("send_file", "{\"user\":\"ann\",\"name\":\"a.txt\",\"base64\":\"AQID\"}");

        JsonNode messages = bot.poll("").path("msgs");

        assertThat(messages.findValuesAsText("type")).containsExactly("2", "4");
    }

    @Test
    void performsALoginAndEndsASession() throws Exception {
        bot.get("/ilink/bot/get_bot_qrcode?bot_type=3");
        post("scan", "{}");
        post("show_code", "{\"code\":\"1\"}");
        post("redirect", "{\"host\":\"127.0.0.1:1\"}");
        String token = post("confirm", "{\"user\":\"bob\"}").path("bot_token").asText();
        IlinkClient second = new IlinkClient(weixin, token);
        assertThat(second.call("msg/notifystart", IlinkClient.base()).path("ret").asInt(1))
                .isZero();

        post("end_session", "{\"token\":\"" + token + "\"}");

        assertThat(second.poll("").path("errcode").asInt()).isEqualTo(-14);
        JsonNode state = post("state", "{\"token\":\"" + token + "\"}");
        assertThat(state.path("notices").get(0).asText()).isEqualTo("start");
        assertThat(state.path("undelivered").asInt()).isZero();
    }

    @Test
    void delaysTheRelease() throws Exception {
        String id = post("slow_release", "{\"time\":\"18s\"}").path("id").asText();

        assertThat(weixin.server().faults().rules()).containsKey(id);
    }

    @Test
    void reportsWhatItCannotParse() throws Exception {
        assertThat(post("scan", "{}").path("error").asText()).contains("no QR code was requested");
        assertThat(post("dance", "{}").path("error").asText()).contains("dance");
        assertThat(post("rules", "{\"delivery\":\"maybe\"}").path("error").asText())
                .isEqualTo("delivery is no \"maybe\"");
        assertThat(post("slow_release", "{\"time\":\"soon\"}").path("error").asText())
                .contains("duration");
        assertThat(post("end_session", "{\"token\":\"x\"}").path("error").asText())
                .contains("no such bot");
        assertThat(post("send_file", "{\"user\":\"ann\"}").path("error").asText())
                .startsWith("missing");
    }

    private JsonNode post(String action, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(control.uri() + "/weixin/" + action))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return IlinkClient.JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
