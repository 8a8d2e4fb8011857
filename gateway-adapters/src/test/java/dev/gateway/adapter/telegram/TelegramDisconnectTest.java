package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of disconnecting from a server that accepts, sends a few bytes, and then stalls. */
class TelegramDisconnectTest {

    /** The limit of a prompt end: 100 ms are specified, the rest is for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";

    @TempDir Path media;
    private StallingServer server;
    private RecordingContext context;
    private PlatformAdapter adapter;

    @AfterEach
    void stop() throws Exception {
        if (adapter != null) {
            adapter.disconnect(LONG);
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                HEAD,
                HEAD + "{\"ok\":true,\"result\":[{\"update_id\":1,",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ok\"\r\n"
            })
    void aPollIsCutWhereverItStands(String answer) throws Exception {
        start(answer);
        ServingThread serving = ServingThread.start(adapter);
        await().atMost(LONG).until(() -> server.requests() == 1);

        long began = System.nanoTime();
        adapter.stopIntake();
        assertThat(serving.outcome()).isEqualTo(Optional.empty());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        await().atMost(LONG).until(() -> server.ended() == 1);
        assertThat(context.batches()).isEmpty();
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForLongerThanThePollAndItsMargin() throws Exception {
        start("");

        assertThat(ServingThread.start(adapter).outcome())
                .hasValueSatisfying(
                        thrown ->
                                assertThat(thrown)
                                        .isInstanceOf(Unreachable.class)
                                        .hasMessage(
                                                "Telegram getUpdates failed: no complete answer in"
                                                        + " 10.0 s"));
        await().atMost(LONG).until(() -> server.ended() == 1);
    }

    @Test
    void stoppingBeforeServingMeansThatNothingIsAsked() throws Exception {
        start("");
        adapter.stopIntake();
        adapter.stopIntake();

        adapter.serve();

        assertThat(server.requests()).isZero();
    }

    @Test
    void stoppingWhileTheConnectionIsNotAcceptedEndsServing() throws Exception {
        // TEST-NET-1: packets to it are dropped, or it is unreachable at once.
        connect(URI.create("http://192.0.2.1:81"));
        ServingThread serving = ServingThread.start(adapter);

        adapter.stopIntake();

        serving.outcome().ifPresent(thrown -> assertThat(thrown).isInstanceOf(Unreachable.class));
        adapter.disconnect(LONG);
        assertThat(threads()).isEmpty();
    }

    @Test
    void interruptingServingEndsItAtOnceToo() throws Exception {
        start(HEAD);
        ServingThread serving = ServingThread.start(adapter);
        await().atMost(LONG).until(() -> server.requests() == 1);

        long began = System.nanoTime();
        serving.thread().interrupt();

        assertThat(serving.outcome()).containsInstanceOf(InterruptedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        await().atMost(LONG).until(() -> server.ended() == 1);
    }

    @Test
    void disconnectingLeavesNoThreadAndNoSocket() throws Exception {
        start(HEAD);
        ServingThread serving = ServingThread.start(adapter);
        await().atMost(LONG).until(() -> server.requests() == 1);

        adapter.disconnect(LONG);

        assertThat(threads()).isEmpty();
        await().atMost(LONG).until(serving::ended);
        await().atMost(LONG).until(() -> server.ended() == 1);
    }

    @Test
    void disconnectingTwiceOrWithoutServingIsFine() throws Exception {
        start("");
        adapter.disconnect(LONG);
        adapter.disconnect(LONG);

        adapter.serve();
        adapter.typing("5", "", true);
        assertThatThrownBy(() -> adapter.send(message()))
                .isInstanceOf(Unreachable.class)
                .hasMessage("Telegram is disconnected");
        assertThat(server.requests()).isZero();
        assertThat(threads()).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotGetThroughIsCutWithinTheDeadline() throws Exception {
        start(HEAD);
        CompletableFuture<Throwable> sending = inBackground(() -> adapter.send(message()));
        await().atMost(LONG).until(() -> server.requests() == 1);

        long began = System.nanoTime();
        adapter.disconnect(Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(3));
        assertThat(sending.join())
                .isInstanceOf(Unreachable.class)
                .hasMessage("Telegram was disconnected before it answered");
        assertThat(threads()).isEmpty();
        await().atMost(LONG).until(() -> server.ended() == 1);
    }

    @Test
    void aTypingHintDoesNotHoldUpTheDisconnect() throws Exception {
        start(HEAD);
        CompletableFuture<Throwable> typing = inBackground(() -> adapter.typing("5", "", true));
        await().atMost(LONG).until(() -> server.requests() == 1);

        long began = System.nanoTime();
        adapter.disconnect(LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        assertThat(typing.join()).isNull();
    }

    @Test
    void anInterruptedDisconnectLetsGoAllTheSame() throws Exception {
        start(HEAD);
        CompletableFuture<Throwable> sending = inBackground(() -> adapter.send(message()));
        await().atMost(LONG).until(() -> server.requests() == 1);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> adapter.disconnect(LONG)).isInstanceOf(InterruptedException.class);

        assertThat(sending.join()).isInstanceOf(Unreachable.class);
        await().atMost(LONG).until(() -> threads().isEmpty());
        await().atMost(LONG).until(() -> server.ended() == 1);
    }

    @Test
    void aServeThatIsStuckInTheGatewayIsReportedNotWaitedForEver() throws Exception {
        start(
                "HTTP/1.1 200 OK\r\nContent-Length: 87\r\n\r\n"
                        + "{\"ok\":true,\"result\":[{\"update_id\":1,"
                        + "\"message\":{\"chat\":{\"id\":5},\"text\":\"hello\"}}]}      ");
        var release = new CompletableFuture<Void>();
        var entered = new CompletableFuture<Void>();
        context.beforeAccept(
                () -> {
                    entered.complete(null);
                    release.join();
                });
        ServingThread serving = ServingThread.start(adapter);
        await().atMost(LONG).until(entered::isDone);

        assertThatThrownBy(() -> adapter.disconnect(Duration.ofMillis(300)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("a call of the gateway");
        release.complete(null);
        serving.outcome();
    }

    private void start(String answer) throws Exception {
        server = new StallingServer(answer);
        connect(server.uri());
    }

    private void connect(URI base) {
        context = new RecordingContext("family", media);
        adapter =
                new TelegramFactory()
                        .create(
                                new PlatformConfig(
                                        "stop",
                                        "telegram",
                                        true,
                                        Optional.of(base),
                                        LONG,
                                        LONG,
                                        Options.of(
                                                Map.of("token", Secret.of(TelegramFixture.TOKEN)))),
                                context);
    }

    private static OutboundMessage message() {
        return new OutboundMessage("m-1", "5", "", "hello", List.of());
    }

    private static CompletableFuture<Throwable> inBackground(Call call) {
        var outcome = new CompletableFuture<Throwable>();
        new Thread(
                        () -> {
                            try {
                                call.run();
                                outcome.complete(null);
                            } catch (Throwable e) {
                                outcome.complete(e);
                            }
                        })
                .start();
        return outcome;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> thread.getThreadGroup().getName().equals("telegram-stop-http"))
                .map(Thread::getName)
                .toList();
    }

    private interface Call {
        void run() throws Exception;
    }
}
