package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FeishuMessageLookupTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MESSAGE = "/open-apis/im/v1/messages/om_1";
    private static final String UNREAD = "[card]\n请升级至最新版本客户端，以查看内容";

    private FeishuFixture platform;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void aCardOfWhichTheEventHoldsNothingIsAskedFor() throws Exception {
        platform.answers(
                MESSAGE,
                okJson(
                        """
                        {"code":0,"data":{"items":[{"message_id":"om_1","msg_type":"interactive",
                         "body":{"content":"{\\"schema\\":\\"2.0\\",\\"body\\":{\\"elements\\":[
                          {\\"tag\\":\\"markdown\\",\\"content\\":\\"two days\\"}]}}"}}]}}"""
                                .replace("\n", "")));

        assertThat(complete(MessageKind.OTHER, UNREAD).text()).isEqualTo("[card]\ntwo days");

        platform.rest.verify(
                getRequestedFor(urlPathEqualTo(MESSAGE))
                        .withQueryParam("card_msg_content_type", equalTo("user_card_content")));
    }

    @Test
    void aSharedContactGetsItsName() throws Exception {
        platform.answers(
                "/open-apis/contact/v3/users/ou_tom",
                okJson("{\"code\":0,\"data\":{\"user\":{\"name\":\"Tom\\nT.\"}}}"));

        assertThat(complete(MessageKind.CONTACT, "[contact: ou_tom]").text())
                .isEqualTo("[contact: Tom T., ou_tom]");
    }

    @Test
    void withoutScopesAMessageStaysAsItWas() throws Exception {
        platform.answers(MESSAGE, okJson("{\"code\":99991672,\"msg\":\"scope\"}").withStatus(400));
        platform.answers("/open-apis/contact/v3/users/ou_ann", aResponse().withStatus(503));

        InboundMessage message = message(MessageKind.OTHER, UNREAD);

        assertThat(platform.adapter().complete(message, SOON)).isEqualTo(message);
    }

    private InboundMessage complete(MessageKind kind, String text) throws Exception {
        return platform.adapter().complete(message(kind, text), SOON);
    }

    private static InboundMessage message(MessageKind kind, String text) {
        return new InboundMessage(
                        "om_1",
                        "oc_1",
                        "ou_ann",
                        true,
                        text,
                        List.of(),
                        "plain om_1",
                        Instant.EPOCH)
                .withContext(MessageContext.builder().kind(kind).messageId("om_1").build());
    }
}
