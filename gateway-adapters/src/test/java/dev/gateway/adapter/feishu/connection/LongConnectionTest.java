package dev.gateway.adapter.feishu.connection;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.feishu.FeishuFixture;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class LongConnectionTest {

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
    void itPingsAtOnceAndCountsThePongAsContact() throws Exception {
        platform.serve();

        Frame ping = platform.server.connection().ping();

        assertThat(HexFormat.of().formatHex(FrameCodec.encode(ping)))
                .isEqualTo("0800100018f681801020002a0c0a0474797065120470696e67");
        await().until(() -> platform.context.contacts() == 1);
    }

    @Test
    void withoutPongThereIsNoContactAndTheConnectionIsGivenUp() throws Exception {
        platform.server.pong = null;
        platform.options.put("pong_timeout", Duration.ofMillis(200));
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();

        assertThat(failure(served))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessage("Feishu connection lost: no pong within 200 ms");
        assertThat(platform.context.contacts()).isEqualTo(0);
        connection.connectionClosed.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatGoesSilentLaterIsGivenUp() throws Exception {
        platform.options.put("ping_interval", Duration.ofMillis(50));
        platform.options.put("pong_timeout", Duration.ofMillis(300));
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();
        connection.ping();
        connection.ping();

        platform.server.pong = null;

        assertThat(failure(served)).hasMessage("Feishu connection lost: no pong within 300 ms");
    }

    @Test
    void thePlatformMayChangeThePingIntervalWithAnyPong() throws Exception {
        platform.server.pong = "{\"PingInterval\":1}";
        platform.serve();
        BareWebSocketConnection connection = platform.server.connection();

        connection.ping();
        connection.ping();

        await().until(() -> platform.context.contacts() >= 2);
    }

    @Test
    void aPongOfNonsenseIsStillAPong() throws Exception {
        platform.server.pong = "{\"PingInterval\":\"soon\",";
        platform.serve();
        platform.server.connection();

        await().until(() -> platform.context.contacts() == 1);
    }

    @Test
    void aConnectionThatThePlatformClosesIsLostWithItsReason() throws Exception {
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();
        // A pong behind the CLOSE would be left unread, and reset the connection.
        await().until(() -> platform.context.contacts() == 1);

        connection.sendClose(1001);

        assertThat(failure(served))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessage("Feishu connection lost: closed by Feishu with 1001");
        connection.closeReceived.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatIsResetIsLost() throws Exception {
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();

        connection.reset();

        assertThat(failure(served))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageStartingWith("Feishu connection lost: ");
    }

    @Test
    void afterALossItComesBackWithANewTicket() throws Exception {
        CompletableFuture<Void> first = platform.serve();
        platform.server.connection().sendClose(1000);
        assertThat(failure(first)).isInstanceOf(PlatformException.Unreachable.class);

        CompletableFuture<Void> second = platform.serve();
        platform.server.connection().ping();

        assertThat(second).isNotDone();
        assertThat(platform.rest.getAllServeEvents()).hasSize(2);
    }

    @Test
    void afterALossItStaysAwayForARandomPartOfTheNonce() throws Exception {
        platform.discoveryAnswers(okJson(platform.endpoint(",\"ReconnectNonce\":30")));
        CompletableFuture<Void> served = platform.serve();
        platform.server.connection().sendClose(1000);

        assertThat(failure(served))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.retryAfter()).isLessThan(Duration.ofSeconds(30)));
    }

    @Test
    void afterARefusalItStaysAwayForTheIntervalThePlatformAskedFor() throws Exception {
        platform.discoveryAnswers(okJson(platform.endpoint(",\"ReconnectInterval\":90")));
        platform.server.refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";

        assertThat(catchThrowable(platform.adapter()::serve))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90)))
                .hasMessage("Feishu long connection: refused with HTTP 502");
    }

    @ParameterizedTest
    @CsvSource({
        "403, '', Rejected, 'status 403, forbidden'",
        "514, '', Unreachable, 'status 514, forbidden'",
        "514, 1000040350, Unreachable, 'status 514, code 1000040350, forbidden (too many'",
        "500, '', Unreachable, 'status 500, forbidden'"
    })
    void refusedUpgradesAreDistinguishedByTheirHeaders(
            String status, String error, String kind, String words) {
        platform.server.refusal =
                "HTTP/1.1 400 Bad Request\r\nHandshake-Status: %s\r\nHandshake-Msg: forbidden\r\n"
                                .formatted(status)
                        + (error.isEmpty() ? "" : "Handshake-Autherrcode: " + error + "\r\n")
                        + "Content-Length: 0\r\n\r\n";

        Throwable failure = catchThrowable(platform.adapter()::serve);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(words);
    }

    @Test
    void anUpgradeWithoutAResponseIsTriedAgain() {
        platform.server.refusal = "HTTP/1.1 101 Switch";

        assertThat(catchThrowable(platform.adapter()::serve))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aMessageWithoutEndEndsTheConnection() throws Exception {
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();

        catchThrowable(() -> connection.sendBytes(new byte[LongConnection.LARGEST_MESSAGE + 1]));

        assertThat(failure(served)).hasMessageContaining("a message of more than");
    }

    private static Throwable failure(CompletableFuture<Void> served) {
        Throwable failure = catchThrowable(() -> served.get(60, TimeUnit.SECONDS));
        return failure.getCause();
    }
}
