package dev.gateway.adapter.weixin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.gateway.adapter.weixin.WeixinFixture.SOON;
import static dev.gateway.adapter.weixin.WeixinFixture.failure;
import static dev.gateway.adapter.weixin.WeixinFixture.json;
import static dev.gateway.adapter.weixin.WeixinFixture.message;
import static dev.gateway.adapter.weixin.WeixinFixture.updates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeixinDisconnectTest {

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
    void saysGoodByeOnceAndLeavesNoThread() throws Exception {
        CompletableFuture<Void> served = connected();

        weixin.adapter().disconnect(SOON);
        weixin.adapter().disconnect(SOON);

        served.get(60, TimeUnit.SECONDS);
        assertThat(weixin.bodies("msg/notifystop")).hasSize(1);
        assertThat(threadsOfTheAdapter()).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersCostsNoMoreThanTheTimeoutOfNotifystop() throws Exception {
        weixin.with("notify_timeout", Duration.ofMillis(300));
        weixin.on("msg/notifystop", json("{}").withFixedDelay(60_000));
        connected();

        long begun = System.nanoTime();
        weixin.adapter().disconnect(Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(threadsOfTheAdapter()).isEmpty();
    }

    @Test
    void aShortDeadlineCutsNotifystopShort() throws Exception {
        weixin.on("msg/notifystop", json("{}").withFixedDelay(60_000));
        connected();

        long begun = System.nanoTime();
        weixin.adapter().disconnect(Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(threadsOfTheAdapter()).isEmpty();
    }

    @Test
    void aSlowServerIsAwaitedAsLongAsTheOperatorAllows() throws Exception {
        weixin.with("notify_timeout", Duration.ofSeconds(30));
        weixin.on("msg/notifystop", json("{}").withFixedDelay(1500));
        connected();

        long begun = System.nanoTime();
        weixin.adapter().disconnect(Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(20));
    }

    @Test
    void aServerThatWasNeverReachedIsNotNotifiedOfTheStop() throws Exception {
        weixin.poll("", aResponse().withStatus(500));
        weixin.on("msg/notifystart", aResponse().withStatus(500));
        weixin.failureOfServe();

        weixin.adapter().disconnect(SOON);

        assertThat(weixin.bodies("msg/notifystop")).isEmpty();
    }

    @Test
    void hidesWhatIsStillTyping() throws Exception {
        weixin.on("getconfig", json("{\"typing_ticket\":\"t\"}"));
        connected();
        weixin.adapter().typing(WeixinFixture.USER, "", true);

        weixin.adapter().disconnect(SOON);

        assertThat(weixin.bodies("sendtyping"))
                .extracting(body -> body.path("status").asInt())
                .containsExactly(1, 2);
    }

    @Test
    void aSendInFlightIsCancelledAndALaterOneRefused() throws Exception {
        weixin.on("sendmessage", json("{}").withFixedDelay(60_000));
        connected();
        CompletableFuture<Throwable> sending =
                CompletableFuture.supplyAsync(
                        () ->
                                failure(
                                        () ->
                                                weixin.adapter()
                                                        .send(
                                                                WeixinOutboundFixture.text(
                                                                        "a", "hi"))));
        await().until(() -> !weixin.bodies("sendmessage").isEmpty());

        weixin.adapter().disconnect(SOON);

        assertThat(sending.get(60, TimeUnit.SECONDS))
                .isInstanceOf(PlatformException.Unreachable.class);
        assertThat(failure(() -> weixin.adapter().send(WeixinOutboundFixture.text("b", "hi"))))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void anAnswerThatComesALittleLaterIsStored() throws Exception {
        weixin.poll("", json(updates("c1", message("1", "late"))).withFixedDelay(500));
        CompletableFuture<Void> served = connected();
        weixin.adapter().stopIntake();
        served.get(60, TimeUnit.SECONDS);

        weixin.adapter().disconnect(SOON);

        // Jetty takes no notice of a half-closed connection and answers all the same.
        assertThat(weixin.context.deliveries())
                .extracting(InboundMessage::text)
                .containsExactly("late");
        assertThat(weixin.context.cursor()).contains("c1");
    }

    @Test
    void theSessionEndsWithTheLateReplyStoredAndOneNoticeWhileAnswersStillLeave() throws Exception {
        weixin.poll("", json(updates("c1", message("1", "late"))).withFixedDelay(500));
        weixin.on("getconfig", json("{\"typing_ticket\":\"t\"}"));
        weixin.on("sendmessage", json("{}"));
        CompletableFuture<Void> served = connected();
        weixin.adapter().typing(WeixinFixture.USER, "", true);
        weixin.adapter().stopIntake();
        served.get(60, TimeUnit.SECONDS);

        weixin.adapter().endSession(SOON);

        assertThat(weixin.context.cursor()).contains("c1");
        assertThat(weixin.bodies("msg/notifystop")).hasSize(1);
        assertThat(weixin.bodies("sendtyping")).as("its handler goes on").hasSize(1);
        weixin.adapter().send(WeixinOutboundFixture.text("a", "hi"));
        assertThat(weixin.bodies("sendmessage")).hasSize(1);

        weixin.adapter().disconnect(SOON);

        assertThat(weixin.bodies("msg/notifystop")).hasSize(1);
        assertThat(weixin.bodies("sendtyping"))
                .extracting(body -> body.path("status").asInt())
                .containsExactly(1, 2);
        assertThat(threadsOfTheAdapter()).isEmpty();
    }

    @Test
    void nothingIsDeliveredAfterwards() throws Exception {
        weixin.poll("", json(updates("c1", message("1", "late"))).withFixedDelay(3000));
        connected();

        weixin.adapter().disconnect(SOON);

        await().during(Duration.ofMillis(3500))
                .atMost(SOON)
                .until(() -> weixin.context.batches().isEmpty());
    }

    @Test
    void withoutEverServingItIsNothing() throws Exception {
        weixin.adapter().disconnect(SOON);

        assertThat(weixin.server.getAllServeEvents()).isEmpty();
    }

    private CompletableFuture<Void> connected() {
        CompletableFuture<Void> served = weixin.serve();
        await().until(() -> weixin.context.contacts() > 0);
        await().until(() -> !weixin.bodies("getupdates").isEmpty());
        return served;
    }

    private static java.util.List<String> threadsOfTheAdapter() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("weixin-") || name.startsWith("HttpClient-"))
                .toList();
    }
}
