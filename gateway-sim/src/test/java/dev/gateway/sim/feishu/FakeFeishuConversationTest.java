package dev.gateway.sim.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.protocol.WireFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups, threads, forwarding and lookups, as bots of other makers use them. */
@Timeout(120)
class FakeFeishuConversationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGES = "/open-apis/im/v1/messages";

    private FakeFeishu feishu;
    private RawFeishuClient client;
    private String token;

    @BeforeEach
    void start() throws Exception {
        feishu = FakeFeishu.start(FeishuOptions.defaults().wholeFileLimit(8));
        client = new RawFeishuClient(feishu);
        token = client.token();
    }

    @AfterEach
    void stop() {
        feishu.close();
    }

    @Test
    void anUnknownPathIsAnErrorInJson() throws Exception {
        HttpResponse<String> none =
                client.response("GET", "/open-apis/none", Optional.of(token), "");

        assertThat(none.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(JSON.readTree(none.body()).path("code").asInt()).isEqualTo(404);
    }

    @Test
    void aBufferIsUploadedWithoutAFileName() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        var body = new ByteArrayOutputStream();
        body.writeBytes(
                """
                --b\r
                Content-Disposition: form-data; name="image_type"\r
                \r
                message\r
                --b\r
                Content-Disposition: form-data; name="image"\r
                Content-Type: application/octet-stream\r
                \r
                """
                        .getBytes());
        body.writeBytes(bytes);
        body.writeBytes("\r\n--b--\r\n".getBytes());
        HttpRequest request =
                HttpRequest.newBuilder(uri("/open-apis/im/v1/images"))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build();
        HttpClient http = HttpClient.newHttpClient();
        JsonNode answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());

        String key = answer.at("/data/image_key").asText();

        assertThat(key).startsWith("img_");
        HttpResponse<byte[]> stored =
                http.send(
                        ranged("/open-apis/im/v1/images/" + key, "bytes=0-"),
                        BodyHandlers.ofByteArray());
        assertThat(stored.body()).isEqualTo(bytes);
    }

    @Test
    void aLargeFileIsGivenOutInPartsOnly() throws Exception {
        SentMessage file = feishu.user("ann").sendsFile("a.txt", "0123456789".getBytes());
        String key =
                JSON.readTree(get(file).at("/body/content").asText()).path("file_key").asText();
        String path = MESSAGES + "/" + file.id() + "/resources/" + key + "?type=file";
        assertThat(call("GET", path, "").path("code").asLong()).isEqualTo(234037);

        HttpResponse<String> rest =
                HttpClient.newHttpClient().send(ranged(path, "bytes=4-"), BodyHandlers.ofString());

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("content-range")).hasValue("bytes 4-9/10");
        assertThat(rest.body()).isEqualTo("456789");
        assertThat(
                        HttpClient.newHttpClient()
                                .send(ranged(path, "bytes=10-"), BodyHandlers.ofString())
                                .statusCode())
                .isEqualTo(416);
    }

    @Test
    void messagesAreListedByChatAndByThreadInPages() throws Exception {
        FeishuGroup family = group();
        family.user("ann").says("one");
        family.user("ann", "dinner").says("two");
        family.user("bob", "dinner").says("three");
        String thread = family.user("bob", "dinner").thread();

        JsonNode page =
                call(
                        "GET",
                        MESSAGES
                                + "?container_id_type=chat&page_size=2&container_id="
                                + family.id(),
                        "");
        JsonNode threads =
                call(
                        "GET",
                        MESSAGES
                                + "?container_id_type=thread&sort_type=ByCreateTimeDesc&container_id="
                                + thread,
                        "");

        assertThat(page.at("/data/items")).hasSize(2);
        assertThat(page.at("/data/has_more").asBoolean()).isTrue();
        assertThat(threads.at("/data/items")).hasSize(2);
        assertThat(threads.at("/data/items/0/body/content").asText()).contains("three");
    }

    @Test
    void aSelectionIsForwardedAsOneMessageAndReadWithItsParts() throws Exception {
        FeishuUser ann = feishu.user("ann");
        SentMessage merged = ann.forwards(ann.says("one"), ann.sendsImage("png".getBytes()));

        JsonNode items = call("GET", MESSAGES + "/" + merged.id(), "").at("/data/items");

        assertThat(items).hasSize(3);
        assertThat(items.get(0).path("msg_type").asText()).isEqualTo("merge_forward");
        assertThat(items.get(1).path("upper_message_id").asText()).isEqualTo(merged.id());
        assertThat(items.get(1).at("/sender/id").asText()).isEqualTo(ann.openId());
        assertThat(items.get(2).path("msg_type").asText()).isEqualTo("image");
    }

    @Test
    void aMessageIsForwardedToAnotherChat() throws Exception {
        SentMessage said = feishu.user("ann").says("one");
        String body = "{\"receive_id\":\"" + group().id() + "\"}";

        JsonNode answer =
                call("POST", MESSAGES + "/" + said.id() + "/forward?receive_id_type=chat_id", body);

        assertThat(answer.at("/data/chat_id").asText()).isEqualTo(group().id());
    }

    @Test
    void reactionsAreListedAndUnknownOnesRefused() throws Exception {
        String path = MESSAGES + "/" + feishu.user("ann").says("one").id() + "/reactions";
        assertThat(call("POST", path, reaction("THUMBSUP")).path("code").asLong()).isZero();

        assertThat(call("POST", path, reaction("thumbs")).path("code").asLong()).isEqualTo(231001);

        assertThat(call("GET", path, "").at("/data/items")).hasSize(1);
        assertThat(call("GET", path + "?reaction_type=OK", "").at("/data/items")).isEmpty();
    }

    @Test
    void chatsAndPeopleHaveNames() throws Exception {
        FeishuUser ann = group().user("ann");
        ann.says("one");

        assertThat(call("GET", "/open-apis/im/v1/chats/" + group().id(), "").at("/data/name"))
                .hasToString("\"family\"");
        assertThat(call("GET", "/open-apis/im/v1/chats", "").at("/data/items")).hasSize(1);
        assertThat(
                        call("GET", "/open-apis/im/v1/chats/" + group().id() + "/members", "")
                                .at("/data/items/0/member_id")
                                .asText())
                .isEqualTo(ann.openId());
        String path = "/open-apis/contact/v3/users/" + ann.openId();
        assertThat(call("GET", path, "").at("/data/user/name").asText()).isEqualTo("ann");
        assertThat(call("GET", path + "x", "").path("code").asLong()).isEqualTo(41050);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open_id", "union_id", "user_id"})
    void aPersonIsAddressedByAnyId(String idType) throws Exception {
        FeishuUser ann = feishu.user("ann");
        ann.says("one");
        String id =
                call("GET", "/open-apis/contact/v3/users/" + ann.openId(), "")
                        .at("/data/user/" + idType)
                        .asText();

        JsonNode answer =
                call(
                        "POST",
                        MESSAGES + "?receive_id_type=" + idType,
                        "{\"receive_id\":\"%s\",\"msg_type\":\"text\",\"content\":\"{\\\"text\\\":\\\"hi\\\"}\"}"
                                .formatted(id));

        assertThat(answer.path("code").asLong()).isZero();
        assertThat(ann.heard()).extracting(BotMessage::text).containsExactly("hi");
    }

    @Test
    void richTextIsHeardAsItsTextAndImages() throws Exception {
        FeishuUser ann = feishu.user("ann");
        SentMessage said = ann.sendsImage("png".getBytes());
        String key =
                JSON.readTree(get(said).at("/body/content").asText()).path("image_key").asText();
        String post =
                "{\"zh_cn\":{\"content\":[[{\"tag\":\"md\",\"text\":\"**hi**\"}],"
                        + "[{\"tag\":\"img\",\"image_key\":\""
                        + key
                        + "\"}]]}}";
        String body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("receive_id", ann.conversation())
                        .put("msg_type", "post")
                        .put("content", post)
                        .toString();

        assertThat(call("POST", MESSAGES + "?receive_id_type=chat_id", body).path("code").asLong())
                .isZero();

        assertThat(ann.heard().get(0).text()).isEqualTo("**hi**");
        assertThat(ann.heard().get(0).files().get(0).content()).isEqualTo("png".getBytes());
    }

    @Test
    void eventsTellWhoIsMentionedAndWhoWrites() throws Exception {
        RawFeishuClient.Connection line = client.connect();
        FeishuGroup topics = group().ofTopics();

        topics.user("ann").announces("listen", false);
        JsonNode unlisted = event(line);
        topics.user("ann").announces("listen", true);
        JsonNode listed = event(line);
        topics.bot("helper").remarks("hello");
        JsonNode bot = event(line);
        topics.user("ann").sends("hongbao", "{\"text\":\"[red]\"}");
        JsonNode any = event(line);

        assertThat(unlisted.at("/event/message/content").asText()).contains("@_all listen");
        assertThat(unlisted.at("/event/message/mentions").isMissingNode()).isTrue();
        assertThat(unlisted.at("/event/message/thread_id").asText()).startsWith("omt_");
        assertThat(listed.at("/event/message/mentions/0/key").asText()).isEqualTo("@_all");
        assertThat(listed.at("/event/message/thread_id"))
                .isNotEqualTo(unlisted.at("/event/message/thread_id"));
        assertThat(bot.at("/event/sender/sender_type").asText()).isEqualTo("app");
        assertThat(any.at("/event/message/message_type").asText()).isEqualTo("hongbao");
    }

    @Test
    void aPressedButtonIsDeliveredOnce() throws Exception {
        FeishuUser ann = feishu.user("ann");
        call(
                "POST",
                MESSAGES + "?receive_id_type=chat_id",
                "{\"receive_id\":\"%s\",\"msg_type\":\"interactive\",\"content\":\"{}\"}"
                        .formatted(ann.conversation()));
        RawFeishuClient.Connection line = client.connect();

        ann.presses(JsonNodeFactory.instance.objectNode().put("data", "yes"));
        WireFrame frame = line.event();
        line.answer(frame, 500);
        JsonNode event = JSON.readTree(frame.payload());

        assertThat(event.at("/header/event_type").asText()).isEqualTo("card.action.trigger");
        assertThat(event.at("/event/action/value/data").asText()).isEqualTo("yes");
        assertThat(event.at("/event/context/open_chat_id").asText()).isEqualTo(ann.conversation());
        await().until(() -> feishu.events().pending() == 0);
        assertThat(feishu.events().lost()).isEqualTo(List.of());
    }

    private FeishuGroup group() {
        return feishu.group(feishu.appId(), "family");
    }

    private static String reaction(String type) {
        return "{\"reaction_type\":{\"emoji_type\":\"" + type + "\"}}";
    }

    private JsonNode event(RawFeishuClient.Connection line) throws Exception {
        WireFrame frame = line.event();
        line.answer(frame, 200);
        return JSON.readTree(frame.payload());
    }

    private JsonNode get(SentMessage message) throws Exception {
        return call("GET", MESSAGES + "/" + message.id(), "").at("/data/items/0");
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        return client.call(method, path, Optional.of(token), body);
    }

    private HttpRequest ranged(String path, String range) throws IOException {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Range", range)
                .build();
    }

    private URI uri(String path) {
        return feishu.server().uri().resolve(path);
    }
}
