package dev.gateway.adapter.weixin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.gateway.adapter.weixin.WeixinFixture.USER;
import static dev.gateway.adapter.weixin.WeixinFixture.failure;
import static dev.gateway.adapter.weixin.WeixinFixture.json;
import static dev.gateway.adapter.weixin.WeixinFixture.message;
import static dev.gateway.adapter.weixin.WeixinFixture.updates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.gateway.adapter.weixin.media.MediaCipher;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeixinMediaTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String HEX_KEY = HexFormat.of().formatHex(KEY);
    private static final byte[] PNG =
            HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000010000000108060000");

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
    void loadsAReceivedImageDecrypted() throws Exception {
        cdnHas("q/1+2", aResponse().withBody(encrypted(PNG)));
        deliver(message("1", USER, image("q/1+2")));

        InboundMessage message = received(1).get(0);
        RemoteAttachment image = message.remote().get(0);
        assertThat(message.text()).isEmpty();
        assertThat(image.kind()).isEqualTo(Attachment.Kind.IMAGE);
        assertThat(load(image)).hasBinaryContent(PNG);
        assertThat(storedFiles()).hasSize(1);
        assertThat(weixin.server.findAll(getRequestedFor(urlPathEqualTo("/c2c/download"))))
                .allSatisfy(request -> assertThat(request.getHeader("Authorization")).isNull());
    }

    @Test
    void messagesAreHandedOverInOrderWithoutWaitingForFiles() {
        cdnHas("slow", aResponse().withBody(encrypted(PNG)).withFixedDelay(60_000));
        deliver(
                message("1", USER, image("slow")),
                message("2", "quick message behind the image"),
                message("3", "other@im.wechat", "{\"text_item\":{\"text\":\"other\"}}"));

        assertThat(received(3))
                .extracting(InboundMessage::text)
                .containsExactly("", "quick message behind the image", "other");
        await().until(() -> weixin.bodies("getupdates").size() == 2);
        assertThat(weixin.context.cursor()).contains("c1");
        assertThat(weixin.server.findAll(getRequestedFor(urlPathEqualTo("/c2c/download"))))
                .isEmpty();
    }

    @Test
    void whatAnEarlierVersionHadNotFetchedIsHandedOver() throws Exception {
        weixin.context.resumeAt("c1");
        weixin.context.putNotes(
                Map.of(
                        WeixinUpdateProcessor.UNFETCHED,
                        "[{\"key\":\"message_id:1\",\"message\":"
                                + message("1", USER, image("q"))
                                + "}]"));
        weixin.serve();

        InboundMessage message = received(1).get(0);
        assertThat(message.dedupKey()).isEqualTo("message_id:1");
        assertThat(message.remote()).hasSize(1);
        await().until(() -> weixin.bodies("getupdates").size() == 1);
        assertThat(weixin.context.notes().get(WeixinUpdateProcessor.UNFETCHED)).isEmpty();
    }

    @Test
    void aPassingFailureOfTheCdnIsTriedAgain() throws Exception {
        weixin.server.stubFor(
                get(urlPathEqualTo("/c2c/download"))
                        .inScenario("flaky")
                        .whenScenarioStateIs("Started")
                        .willSetStateTo("well")
                        .willReturn(aResponse().withStatus(503)));
        weixin.server.stubFor(
                get(urlPathEqualTo("/c2c/download"))
                        .inScenario("flaky")
                        .whenScenarioStateIs("well")
                        .willReturn(aResponse().withBody(encrypted(PNG))));
        deliver(message("1", USER, image("q")));

        assertThat(load(received(1).get(0).remote().get(0))).hasBinaryContent(PNG);
    }

    @Test
    void aMissingFileIsRequestedOnlyOnce() throws Exception {
        cdnHas("q", aResponse().withStatus(404));
        deliver(message("1", USER, image("q") + ",{\"text_item\":{\"text\":\"look\"}}"));

        InboundMessage message = received(1).get(0);
        assertThat(message.text()).isEqualTo("look");
        assertThat(failure(() -> load(message.remote().get(0))))
                .isInstanceOf(PlatformException.Unavailable.class)
                .hasMessage("the CDN answered HTTP 404");
        assertThat(weixin.server.findAll(getRequestedFor(urlPathEqualTo("/c2c/download"))))
                .hasSize(1);
    }

    @Test
    void aFileWithTheWrongKeyOrTooLargeIsGivenUp() throws Exception {
        weixin.with("media_limit", 64L);
        cdnHas("damaged", aResponse().withBody(new byte[31]));
        cdnHas("large", aResponse().withBody(encrypted(new byte[100])));
        deliver(message("1", USER, image("damaged") + "," + image("large")));

        List<RemoteAttachment> files = received(1).get(0).remote();
        assertThat(failure(() -> load(files.get(0))))
                .isInstanceOf(PlatformException.Unavailable.class)
                .hasMessageContaining("cut short or its key is wrong");
        assertThat(failure(() -> load(files.get(1))))
                .isInstanceOf(PlatformException.Unavailable.class)
                .hasMessageContaining("larger than");
        assertThat(storedFiles()).hasSize(2);
    }

    @Test
    void sendsAFileEncryptedWithItsOwnKey() throws Exception {
        Path file = Files.writeString(folder.resolve("a.pdf"), "plain words".repeat(1000));
        weixin.on("getuploadurl", json("{\"upload_param\":\"up/1+\"}"));
        cdnTakes(aResponse().withHeader("x-encrypted-param", "reference"));

        weixin.adapter()
                .send(
                        WeixinOutboundFixture.files(
                                "out", "see", attachment(Attachment.Kind.FILE, file)));

        JsonNode place = weixin.bodies("getuploadurl").get(0);
        LoggedRequest upload =
                weixin.server.findAll(postRequestedFor(urlPathEqualTo("/c2c/upload"))).get(0);
        byte[] key = HexFormat.of().parseHex(place.path("aeskey").asText());
        byte[] plain =
                new MediaCipher(key)
                        .decrypt(new ByteArrayInputStream(upload.getBody()))
                        .readAllBytes();
        assertThat(plain).isEqualTo(Files.readAllBytes(file));
        assertThat(place.path("media_type").asInt()).isEqualTo(3);
        assertThat(place.path("rawsize").asLong()).isEqualTo(plain.length);
        assertThat(place.path("filesize").asLong()).isEqualTo(upload.getBody().length);
        assertThat(place.path("rawfilemd5").asText()).matches("[0-9a-f]{32}");
        assertThat(place.path("filekey").asText()).matches("[0-9a-f]{32}");
        assertThat(place.path("no_need_thumb").asBoolean()).isTrue();
        assertThat(place.path("to_user_id").asText()).isEqualTo(USER);
        assertThat(upload.queryParameter("encrypted_query_param").firstValue()).isEqualTo("up/1+");
        assertThat(upload.queryParameter("filekey").firstValue())
                .isEqualTo(place.path("filekey").asText());
        assertThat(upload.getHeader("Authorization")).isNull();

        List<JsonNode> sent = weixin.bodies("sendmessage");
        assertThat(sent)
                .extracting(b -> b.at("/msg/client_id").asText())
                .containsExactly("out", "out-1");
        JsonNode item = sent.get(1).at("/msg/item_list/0");
        assertThat(item.path("type").asInt()).isEqualTo(4);
        assertThat(item.at("/file_item/file_name").asText()).isEqualTo("a.pdf");
        assertThat(item.at("/file_item/len").isTextual()).isTrue();
        assertThat(item.at("/file_item/len").asInt()).isEqualTo(plain.length);
        assertThat(item.at("/file_item/media/encrypt_query_param").asText()).isEqualTo("reference");
        assertThat(item.at("/file_item/media/encrypt_type").asInt()).isEqualTo(1);
        String wireKey = item.at("/file_item/media/aes_key").asText();
        assertThat(MediaCipher.parseKey(wireKey)).contains(key);
        assertThat(new String(Base64.getDecoder().decode(wireKey), StandardCharsets.US_ASCII))
                .isEqualTo(place.path("aeskey").asText());
    }

    @Test
    void eachKindHasItsOwnItem() throws Exception {
        Path file = Files.write(folder.resolve("x"), PNG);
        weixin.on(
                "getuploadurl",
                json(
                        "{\"upload_full_url\":\""
                                + weixin.server.baseUrl()
                                + "/c2c/upload?full=1\"}"));
        cdnTakes(aResponse().withHeader("x-encrypted-param", "r"));

        weixin.adapter()
                .send(
                        WeixinOutboundFixture.files(
                                "out",
                                "",
                                attachment(Attachment.Kind.IMAGE, file),
                                attachment(Attachment.Kind.VIDEO, file),
                                attachment(Attachment.Kind.AUDIO, file),
                                new Attachment(Attachment.Kind.AUDIO, "v", "audio/silk", file, 1)));

        assertThat(weixin.bodies("getuploadurl"))
                .extracting(b -> b.path("media_type").asInt())
                .containsExactly(1, 2, 3, 4);
        List<JsonNode> items =
                weixin.bodies("sendmessage").stream().map(b -> b.at("/msg/item_list/0")).toList();
        assertThat(items).extracting(item -> item.path("type").asInt()).containsExactly(2, 5, 4, 3);
        assertThat(items.get(0).at("/image_item/mid_size").asLong()).isEqualTo(32);
        assertThat(items.get(1).at("/video_item/video_size").asLong()).isEqualTo(32);
        assertThat(items.get(3).at("/voice_item/media/encrypt_query_param").asText())
                .isEqualTo("r");
        assertThat(weixin.server.findAll(postRequestedFor(urlPathEqualTo("/c2c/upload"))))
                .allSatisfy(r -> assertThat(r.queryParameter("full").firstValue()).isEqualTo("1"));
    }

    @Test
    void anUploadIsTriedThreeTimesOn5xxAndOnceOn4xx() throws Exception {
        Path file = Files.write(folder.resolve("x"), PNG);
        weixin.on("getuploadurl", json("{\"upload_param\":\"p\"}"));
        cdnTakes(aResponse().withStatus(502));
        assertThat(failure(() -> sendFile(file))).isInstanceOf(Unreachable.class);
        assertThat(weixin.server.findAll(postRequestedFor(urlPathEqualTo("/c2c/upload"))))
                .hasSize(3);

        weixin.server.resetRequests();
        cdnTakes(aResponse().withStatus(400));
        assertThat(failure(() -> sendFile(file))).isInstanceOf(Undeliverable.class);
        assertThat(weixin.server.findAll(postRequestedFor(urlPathEqualTo("/c2c/upload"))))
                .hasSize(1);
    }

    @Test
    void aMissingOrTooLargeFileCanNeverBeSent() throws Exception {
        weixin.with("media_limit", 4L);
        Path large = Files.write(folder.resolve("large"), PNG);

        assertThat(failure(() -> sendFile(folder.resolve("gone"))))
                .isInstanceOf(Undeliverable.class)
                .hasMessageContaining("gone");
        assertThat(failure(() -> sendFile(large)))
                .isInstanceOf(Undeliverable.class)
                .hasMessageContaining("28 bytes");
    }

    @Test
    void aTextThatWentThroughIsNotRepeatedWhenItsFileIsTriedAgain() throws Exception {
        Path file = Files.write(folder.resolve("x"), PNG);
        weixin.on("getuploadurl", json("{\"ret\":-2}"));
        Attachment attachment = attachment(Attachment.Kind.FILE, file);
        assertThat(
                        failure(
                                () ->
                                        weixin.adapter()
                                                .send(
                                                        WeixinOutboundFixture.files(
                                                                "out", "see", attachment))))
                .hasMessageContaining("code -2");

        weixin.on("getuploadurl", json("{\"upload_param\":\"p\"}"));
        cdnTakes(aResponse().withHeader("x-encrypted-param", "r"));
        weixin.adapter().send(WeixinOutboundFixture.files("out", "see", attachment));

        assertThat(weixin.bodies("sendmessage"))
                .extracting(b -> b.at("/msg/client_id").asText())
                .containsExactly("out", "out-1");
    }

    private Object sendFile(Path file) throws Exception {
        return weixin.adapter()
                .send(
                        WeixinOutboundFixture.files(
                                "out", "", attachment(Attachment.Kind.FILE, file)));
    }

    private Path load(RemoteAttachment file) throws Exception {
        Path into = Files.createTempFile(folder.resolve("media"), "file", ".part");
        weixin.adapter().fetch(file, into, Duration.ofSeconds(20));
        return into;
    }

    private static Attachment attachment(Attachment.Kind kind, Path file) {
        return new Attachment(
                kind, file.getFileName().toString(), "application/octet-stream", file, 1);
    }

    private void deliver(String... messages) {
        weixin.poll("", json(updates("c1", messages)));
        weixin.serve();
    }

    private List<InboundMessage> received(int count) {
        await().until(() -> weixin.context.deliveries().size() >= count);
        return weixin.context.deliveries();
    }

    private void cdnHas(String param, ResponseDefinitionBuilder answer) {
        weixin.server.stubFor(
                get(urlPathEqualTo("/c2c/download"))
                        .withQueryParam("encrypted_query_param", equalTo(param))
                        .willReturn(answer));
    }

    private void cdnTakes(ResponseDefinitionBuilder answer) {
        weixin.server.stubFor(post(urlPathEqualTo("/c2c/upload")).willReturn(answer));
    }

    private static String image(String param) {
        return "{\"type\":2,\"image_item\":{\"aeskey\":\""
                + HEX_KEY
                + "\",\"media\":{\"encrypt_query_param\":\""
                + param
                + "\"}}}";
    }

    private static byte[] encrypted(byte[] plain) {
        try {
            return new MediaCipher(KEY).encrypt(new ByteArrayInputStream(plain)).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> storedFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("media"))) {
            return files.toList();
        }
    }
}
