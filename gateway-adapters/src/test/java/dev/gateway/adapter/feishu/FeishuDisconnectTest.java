package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.feishu.connection.BareWebSocketConnection;
import dev.gateway.adapter.feishu.connection.FeishuEventFixture;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FeishuDisconnectTest {

    /** The limit of a prompt end: 100 ms are promised, the rest is for a busy machine. */
    private static final Duration PROMPT = Duration.ofSeconds(5);

    private FeishuFixture platform;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void stoppingSendsCloseAtOnceSoThatEventsGoElsewhere() throws Exception {
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();

        stopsPromptly(served);

        connection.closeReceived.get(60, TimeUnit.SECONDS);
    }

    @Test
    void stoppingEndsServeWhileDiscoveryStalls() throws Exception {
        platform.discoveryAnswers(okJson("{}").withFixedDelay(60_000));
        CompletableFuture<Void> served = platform.serve();
        await().until(FeishuDisconnectTest::aCallIsInFlight);

        stopsPromptly(served);
    }

    @Test
    void stoppingEndsServeWhileTheUpgradeStalls() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            platform.discoveryAnswers(
                    okJson(
                            platform.endpoint("")
                                    .replaceFirst(
                                            "127.0.0.1:\\d+",
                                            "127.0.0.1:" + silent.getLocalPort())));
            CompletableFuture<Void> served = platform.serve();
            silent.accept();

            stopsPromptly(served);
        }
    }

    @Test
    void stoppingEndsServeWhileTheGatewayIsFull() throws Exception {
        platform.context.letWait();
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "hello")));
        await().until(() -> platform.context.waiting() == 1);

        stopsPromptly(served);

        connection.closeReceived.get(60, TimeUnit.SECONDS);
        assertThat(connection.acks()).isZero();
    }

    @Test
    void aDisconnectEndsADownload() throws Exception {
        String resource = "/open-apis/im/v1/messages/om_1/resources/img_1";
        platform.answers(resource, aResponse().withBody("png").withFixedDelay(60_000));
        platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.send(
                FeishuEventFixture.frame(
                        FeishuEventFixture.message(
                                "om_1", "p2p", "image", "{\"image_key\":\"img_1\"}", "")));
        connection.ack();
        RemoteAttachment image = platform.context.deliveries().get(0).remote().get(0);
        Path into = Files.createTempFile("image", ".part");
        var begun = new CountDownLatch(1);
        var download =
                CompletableFuture.supplyAsync(
                        () -> {
                            begun.countDown();
                            try {
                                platform.adapter().fetch(image, into, Duration.ofSeconds(60));
                                return null;
                            } catch (PlatformException | InterruptedException e) {
                                return e;
                            }
                        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        platform.adapter().disconnect(Duration.ofSeconds(5));

        assertThat(download.get(20, TimeUnit.SECONDS))
                .isInstanceOf(PlatformException.Unreachable.class);
        Files.delete(into);
    }

    @Test
    void stoppingBeforeServeMakesItReturnAtOnce() throws Exception {
        platform.adapter().stopIntake();

        platform.serve().get(60, TimeUnit.SECONDS);

        assertThat(platform.server.connections()).isZero();
    }

    @Test
    void interruptingServeEndsItPromptly() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var thread =
                new Thread(
                        () -> {
                            try {
                                platform.adapter().serve();
                                interrupted.complete(false);
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                            } catch (PlatformException e) {
                                interrupted.completeExceptionally(e);
                            }
                        });
        thread.start();
        platform.server.connection().ping();

        thread.interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void disconnectIsQuickWhenThePlatformAnswersClose() throws Exception {
        platform.serve();
        platform.server.connection().ping();

        long begin = System.nanoTime();
        platform.adapter().disconnect(Duration.ofSeconds(20));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
        assertThat(threads()).isEmpty();
    }

    @Test
    void disconnectHangsUpOnAPlatformThatNeverAnswersClose() throws Exception {
        platform.server.answersClose = false;
        CompletableFuture<Void> served = platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();

        long begin = System.nanoTime();
        platform.adapter().disconnect(Duration.ofSeconds(2));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
        connection.closeReceived.get(60, TimeUnit.SECONDS);
        connection.connectionClosed.get(60, TimeUnit.SECONDS);
        served.get(60, TimeUnit.SECONDS);
        assertThat(threads()).isEmpty();
    }

    @Test
    void disconnectIsIdempotentAndNeedsNoConnection() throws Exception {
        platform.adapter().disconnect(Duration.ofSeconds(5));
        platform.adapter().disconnect(Duration.ofSeconds(5));

        platform.serve().get(60, TimeUnit.SECONDS);
        assertThat(platform.server.connections()).isZero();
    }

    @Test
    void nothingIsDeliveredOrSentAfterDisconnect() throws Exception {
        platform.server.answersClose = false;
        platform.serve();
        BareWebSocketConnection connection = platform.server.connection();
        connection.ping();
        var flood =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; !connection.connectionClosed.isDone(); i++) {
                                try {
                                    connection.send(
                                            FeishuEventFixture.frame(
                                                    FeishuEventFixture.text("om_" + i, "x")));
                                } catch (IOException closed) {
                                    return;
                                }
                            }
                        });
        await().until(() -> platform.context.deliveries().size() > 10);

        platform.adapter().disconnect(Duration.ofSeconds(5));
        int delivered = platform.context.deliveries().size();
        int contacts = platform.context.contacts();

        flood.get(60, TimeUnit.SECONDS);
        assertThat(platform.context.deliveries()).hasSize(delivered);
        assertThat(platform.context.contacts()).isEqualTo(contacts);
        assertThatThrownBy(
                        () ->
                                platform.adapter()
                                        .send(new OutboundMessage("1", "c", "", "x", List.of())))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessage("Feishu was disconnected");
    }

    @Test
    void disconnectAfterALossIsQuick() throws Exception {
        CompletableFuture<Void> served = platform.serve();
        platform.server.connection().reset();
        await().until(served::isCompletedExceptionally);

        platform.adapter().disconnect(Duration.ofSeconds(5));

        assertThat(threads()).isEmpty();
    }

    private void stopsPromptly(CompletableFuture<Void> served) throws Exception {
        long begin = System.nanoTime();
        platform.adapter().stopIntake();
        served.get(60, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("feishu-"))
                .toList();
    }

    private static boolean aCallIsInFlight() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith(".http.HttpConnection"));
    }
}
