package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gateway.adapter.feishu.connection.BareWebSocketConnection;
import dev.gateway.adapter.feishu.connection.FeishuEventFixture;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(180)
class FeishuSecretLeakTest {

    @Test
    void neitherLogsNorExceptionsHoldSecretTicketOrToken(@TempDir Path media) throws Exception {
        var root = (Logger) LoggerFactory.getLogger("dev.gateway");
        Level before = root.getLevel();
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.TRACE);
        var platform = new FeishuFixture(media);
        var said = new StringWriter();
        var exceptions = new PrintWriter(said);
        try {
            PlatformAdapter adapter = platform.adapter();
            CompletableFuture<Void> served = platform.serve();
            BareWebSocketConnection connection = platform.server.connection();
            connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "hi")));
            connection.ack();
            connection.reset();
            catchThrowable(() -> served.get(60, TimeUnit.SECONDS)).printStackTrace(exceptions);
            platform.server.refusal =
                    "HTTP/1.1 400 Bad\r\nHandshake-Status: 514\r\nHandshake-Msg: "
                            + FeishuFixture.SECRET
                            + "\r\nContent-Length: 0\r\n\r\n";
            catchThrowable(adapter::serve).printStackTrace(exceptions);
            platform.answers(
                    "/open-apis/im/v1/messages",
                    okJson("{\"code\":230001,\"msg\":\"bad t-secret-token\"}").withStatus(400));
            catchThrowable(() -> adapter.send(message())).printStackTrace(exceptions);
            platform.discoveryAnswers(
                    okJson("{\"code\":514,\"msg\":\"secret " + FeishuFixture.SECRET + "\"}"));
            catchThrowable(adapter::serve).printStackTrace(exceptions);
            platform.rest.stop();
            catchThrowable(adapter::serve).printStackTrace(exceptions);
        } finally {
            platform.close();
            root.detachAppender(logged);
            root.setLevel(before);
        }

        logged.list.forEach(event -> exceptions.println(event.getFormattedMessage()));
        assertThat(said.toString())
                .contains("PlatformException")
                .doesNotContain(FeishuFixture.SECRET, "hidden", "t-secret-token");
    }

    private static OutboundMessage message() {
        return new OutboundMessage("id-1", "oc_1", "", "hi", List.of());
    }
}
