package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MediaTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    @TempDir private Path media;
    private Platform platform;
    private FrontierConnection connection;

    @BeforeEach
    void start() throws Exception {
        Files.write(media.resolve("om_old-0.part"), PNG);
        platform = new Platform(media);
        platform.serve();
        connection = platform.frontier.connection();
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void anImageLiesInTheMediaFolderBeforeItsMessageIsStored() throws Exception {
        platform.answers(resource("om_1", "img_1"), aResponse().withBody(PNG));

        InboundMessage message = receive("om_1", "image", "{\"image_key\":\"img_1\"}");

        Attachment image = message.attachments().get(0);
        assertThat(message.text()).isEmpty();
        assertThat(image.kind()).isEqualTo(Attachment.Kind.IMAGE);
        assertThat(image.mediaType()).isEqualTo("image/png");
        assertThat(image.path()).hasParent(media).hasBinaryContent(PNG);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image.path())))
                .isEqualTo("rw-------");
        platform.rest.verify(
                getRequestedFor(urlPathEqualTo(resource("om_1", "img_1")))
                        .withQueryParam("type", equalTo("image"))
                        .withHeader("Authorization", equalTo("Bearer t-secret-token")));
    }

    @Test
    void aFileKeepsItsNameButNeverLeavesTheFolder() throws Exception {
        platform.answers(resource("om_1", "file_1"), aResponse().withBody("text"));

        String content = "{\"file_key\":\"file_1\",\"file_name\":\"../../evil.txt\"}";
        Attachment file = receive("om_1", "file", content).attachments().get(0);

        assertThat(file.name()).isEqualTo("../../evil.txt");
        assertThat(file.path()).isEqualTo(media.resolve("om_1-0.txt")).hasContent("text");
        assertThat(file.size()).isEqualTo(4);
    }

    @Test
    void aFileThatDoesNotComeInTimeIsNotedAndTheMessageStillAcked() throws Exception {
        platform.answers(
                resource("om_1", "file_1"), aResponse().withBody("late").withFixedDelay(10_000));

        String content = "{\"file_key\":\"file_1\",\"file_name\":\"big.zip\"}";
        InboundMessage message = receive("om_1", "file", content);

        assertThat(message.text()).isEqualTo("[file big.zip: not available]");
        assertThat(message.attachments()).isEmpty();
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void aFileThatThePlatformRefusesIsNoted() throws Exception {
        platform.answers(
                resource("om_1", "img_1"),
                okJson("{\"code\":234004,\"msg\":\"no right\"}").withStatus(400));

        String content =
                """
                {"title":"","content":[[{"tag":"text","text":"see"},\
                {"tag":"img","image_key":"img_1"}]]}""";
        InboundMessage message = receive("om_1", "post", content);

        assertThat(message.text()).isEqualTo("see\n[image: not available]");
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsRemoved() throws Exception {
        connection.ping();

        assertThat(filesInFolder()).isEmpty();
    }

    private InboundMessage receive(String id, String type, String content) throws Exception {
        connection.send(Events.frame(Events.message(id, "p2p", type, content, "")));
        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":200}");
        return platform.context.accepted.get(0);
    }

    private List<Path> filesInFolder() throws IOException {
        try (var files = Files.list(media)) {
            return files.toList();
        }
    }

    private static String resource(String message, String key) {
        return "/open-apis/im/v1/messages/" + message + "/resources/" + key;
    }
}
