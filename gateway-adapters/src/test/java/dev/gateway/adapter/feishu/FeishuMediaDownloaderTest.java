package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.adapter.feishu.connection.BareWebSocketConnection;
import dev.gateway.adapter.feishu.connection.FeishuEventFixture;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FeishuMediaDownloaderTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    @TempDir private Path media;
    private FeishuFixture platform;
    private BareWebSocketConnection connection;

    @BeforeEach
    void start() throws Exception {
        platform = new FeishuFixture(media);
        platform.serve();
        connection = platform.server.connection();
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void anImageIsLoadedAfterItsMessageWasStoredAndAcked() throws Exception {
        platform.answers(resource("om_1", "img_1"), aResponse().withBody(PNG));

        InboundMessage message = receive("om_1", "image", "{\"image_key\":\"img_1\"}");

        RemoteAttachment image = message.remote().get(0);
        assertThat(message.text()).isEmpty();
        assertThat(image.kind()).isEqualTo(Attachment.Kind.IMAGE);
        platform.rest.verify(0, getRequestedFor(urlPathEqualTo(resource("om_1", "img_1"))));
        assertThat(load(image)).hasBinaryContent(PNG);
        platform.rest.verify(
                getRequestedFor(urlPathEqualTo(resource("om_1", "img_1")))
                        .withQueryParam("type", equalTo("image"))
                        .withHeader("Authorization", equalTo("Bearer t-secret-token")));
    }

    @Test
    void aFileKeepsItsName() throws Exception {
        platform.answers(resource("om_1", "file_1"), aResponse().withBody("text"));

        String content = "{\"file_key\":\"file_1\",\"file_name\":\"../../evil.txt\"}";
        RemoteAttachment file = receive("om_1", "file", content).remote().get(0);

        assertThat(file.name()).isEqualTo("../../evil.txt");
        assertThat(load(file)).hasContent("text");
    }

    @Test
    void aFileThatTakesLongerThanAnAckMayArrives() throws Exception {
        platform.answers(
                resource("om_1", "file_1"), aResponse().withBody("late").withFixedDelay(3_000));

        String content = "{\"file_key\":\"file_1\",\"file_name\":\"big.zip\"}";
        InboundMessage message = receive("om_1", "file", content);

        assertThat(load(message.remote().get(0))).hasContent("late");
    }

    @Test
    void aFileThatThePlatformRefusesIsGivenUp() throws Exception {
        platform.answers(
                resource("om_1", "img_1"),
                okJson("{\"code\":234004,\"msg\":\"no right\"}").withStatus(400));

        String content =
                """
                {"title":"","content":[[{"tag":"text","text":"see"},\
                {"tag":"img","image_key":"img_1"}]]}""";
        InboundMessage message = receive("om_1", "post", content);

        assertThat(message.text()).isEqualTo("see");
        assertThatThrownBy(() -> load(message.remote().get(0)))
                .isInstanceOf(PlatformException.Unavailable.class)
                .hasMessageContaining("no right");
    }

    @Test
    void aServerErrorMayPass() throws Exception {
        platform.answers(resource("om_1", "img_1"), aResponse().withStatus(503));

        InboundMessage message = receive("om_1", "image", "{\"image_key\":\"img_1\"}");

        assertThatThrownBy(() -> load(message.remote().get(0)))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    private Path load(RemoteAttachment file) throws Exception {
        Path into = Files.createTempFile(media, "file", ".part");
        platform.adapter().fetch(file, into, Duration.ofSeconds(20));
        return into;
    }

    private InboundMessage receive(String id, String type, String content) throws Exception {
        connection.send(
                FeishuEventFixture.frame(FeishuEventFixture.message(id, "p2p", type, content, "")));
        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":200}");
        return platform.context.deliveries().get(0);
    }

    private static String resource(String message, String key) {
        return "/open-apis/im/v1/messages/" + message + "/resources/" + key;
    }
}
