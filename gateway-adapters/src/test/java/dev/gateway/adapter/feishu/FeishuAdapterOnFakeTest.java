package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.EchoGateway;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuGroup;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeishuAdapterOnFakeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Options to reconnect at once and redeliver within a second. */
    private static final FeishuOptions QUICK =
            FeishuOptions.defaults()
                    .clientConfig(1, 0, 0)
                    .redelivery(
                            List.of(
                                    Duration.ofMillis(200),
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(4),
                                    Duration.ofSeconds(8)));

    @TempDir private Path folder;
    private FakeFeishu feishu;
    private EchoGateway gateway;

    @AfterEach
    void stopAll() throws Exception {
        gateway.stop();
        feishu.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void answersEachMessageOnce() throws Exception {
        start(QUICK);
        ChatGenerator ann = ChatGenerator.start(feishu.user("ann"), Duration.ofMillis(5));
        ChatGenerator family =
                ChatGenerator.start(
                        feishu.group(feishu.appId(), "family").user("bob"), Duration.ofMillis(5));
        await().atMost(SOON).until(() -> ann.count().sent() > 100 && family.count().sent() > 100);
        ann.stop();
        family.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(family.awaitAnswers(SOON).flawless()).as("%s", family.count()).isTrue();
        await().atMost(SOON).until(() -> feishu.events().pending() == 0);
        assertThat(feishu.events().refused()).isZero();
        assertThat(feishu.events().late() * 10).isLessThan(feishu.events().acked());
        assertThat(feishu.clients(feishu.appId()).get(0).malformed()).isZero();
        assertThat(gateway.failures).isEmpty();
    }

    @Test
    void theSessionEndsWithItsConnectionWhileAnswersStillLeave() throws Exception {
        start(QUICK);
        feishu.user("ann").says("hello").awaitAnswer(SOON);
        InboundMessage asked = gateway.context.messages().get(0);
        gateway.adapter().stopIntake();

        gateway.adapter().endSession(SOON);

        await().atMost(SOON).until(() -> feishu.clients(feishu.appId()).isEmpty());
        gateway.adapter()
                .send(
                        new OutboundMessage(
                                "later",
                                asked.conversation(),
                                asked.replyContext(),
                                "the rest",
                                List.of()));
        await().atMost(SOON).until(() -> feishu.user("ann").heard().size() == 2);
    }

    @Test
    void secondDeliveriesAndPartsAreOneMessage() throws Exception {
        start(QUICK.deliversTwice(true).largestPart(97));
        ChatGenerator ann = ChatGenerator.start(feishu.user("ann"), Duration.ofMillis(5));
        await().atMost(SOON).until(() -> ann.count().sent() > 50);
        ann.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        await().atMost(SOON).until(() -> feishu.events().pending() == 0);
        // Of the second deliveries some may be acked too late where the machine is busy.
        assertThat(feishu.events().acked()).isGreaterThan(ann.count().sent());
        assertThat(gateway.context.messages()).hasSize(ann.count().sent());
    }

    @Test
    void groupsThreadsMentionsAndRepliesReachTheHandlerAsPeopleReadThem() throws Exception {
        start(QUICK);
        FeishuGroup family = feishu.group(feishu.appId(), "family");

        SentMessage first = family.user("ann").says("who cooks?");
        assertThat(first.awaitAnswer(SOON)).isEqualTo("who cooks?");
        SentMessage second = family.user("ann").saysTo("tom", "do you?");
        assertThat(second.awaitAnswer(SOON)).isEqualTo("@tom do you?");
        SentMessage third = family.user("bob").replies(first, "I do");
        assertThat(third.awaitAnswer(SOON)).isEqualTo("I do");
        SentMessage fourth = family.user("bob", "dinner").says("salad");
        assertThat(fourth.awaitAnswer(SOON)).isEqualTo("salad");

        assertThat(gateway.context.messages())
                .extracting(InboundMessage::conversation)
                .containsExactly(
                        family.id(),
                        family.id(),
                        family.id(),
                        family.user("bob", "dinner").conversation());
        assertThat(gateway.context.messages())
                .extracting(InboundMessage::direct)
                .containsOnly(false);
        assertThat(gateway.context.messages().get(0).sender())
                .isEqualTo(family.user("ann").openId());
        assertThat(gateway.context.messages().get(3).replyContext()).startsWith("thread ");
    }

    @Test
    void filesTravelBothWays() throws Exception {
        start(QUICK);
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);

        feishu.user("ann").sendsImage(content);
        feishu.user("ann").sendsFile("report.pdf", content);
        feishu.user("ann").sendsPost("title", "with picture", Optional.of(content));

        await().atMost(SOON).until(() -> feishu.user("ann").heard().size() == 3);
        List<BotMessage> heard = feishu.user("ann").heard();
        assertThat(heard.get(0).files().get(0).kind()).isEqualTo("image");
        assertThat(heard.get(0).files().get(0).content()).isEqualTo(content);
        assertThat(heard.get(1).files().get(0).name()).isEqualTo("report.pdf");
        assertThat(heard.get(1).files().get(0).content()).isEqualTo(content);
        assertThat(heard.get(2).text()).isEqualTo("title\nwith picture");
        assertThat(heard.get(2).files().get(0).content()).isEqualTo(content);
        assertThat(gateway.context.messages().get(1).remote().get(0).kind())
                .isEqualTo(Attachment.Kind.FILE);
    }

    @Test
    void brokenConnectionsStallsAndErrorsLoseNothing() throws Exception {
        start(QUICK);
        ChatGenerator ann = ChatGenerator.start(feishu.user("ann"), Duration.ofMillis(10));
        List<Fault> faults =
                List.of(
                        new Fault.Reset(false),
                        new Fault.Reset(true),
                        new Fault.Stall(Optional.of(Duration.ofMillis(100))),
                        Fault.Answer.status(502, "<html>bad gateway</html>"),
                        new Fault.MalformedJson(),
                        new Fault.ContentType("text/plain"),
                        new Fault.Latency(Duration.ofMillis(30)));
        for (Fault fault : faults) {
            feishu.server().faults().add(FaultRule.on("/open-apis/*", fault).times(2));
            feishu.server().faults().add(FaultRule.on(FakeFeishu.DISCOVERY, fault).times(1));
            feishu.server().faults().add(FaultRule.on("/ws/v2", fault).times(1));
            feishu.resetConnections(feishu.appId());
            progresses(ann);
        }
        feishu.revokeTokens();
        progresses(ann);
        feishu.closeConnections(feishu.appId(), 1001, "going away");
        progresses(ann);
        feishu.server().crash();
        feishu.server().listen();
        progresses(ann);
        feishu.pushEvent(feishu.appId(), "{\"schema\":\"2.0\",");
        feishu.sendBytes(feishu.appId(), new byte[] {1, 2, 3});
        progresses(ann);
        ann.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(gateway.failures).isNotEmpty();
        assertThat(feishu.referee().overlaps())
                .extracting(PollOverlap::kind)
                .doesNotContain(PollOverlap.Kind.TWO_POLLERS);
    }

    @Test
    void aConnectionThatBecameHalfOpenIsNoticedByTheMissingPongAndReplaced() throws Exception {
        feishu = FakeFeishu.start(QUICK);
        gateway = gateway(Map.of("pong_timeout", Duration.ofMillis(500)));
        gateway.start();
        assertThat(feishu.user("ann").says("one").awaitAnswer(SOON)).isEqualTo("one");
        var deaf = new FaultRule("WS-MESSAGE", "*", 1, new Fault.HalfOpen());
        feishu.server().faults().add(deaf);

        await().atMost(SOON).until(() -> !gateway.failures.isEmpty());

        assertThat(gateway.failures.get(0))
                .hasMessage("Feishu connection lost: no pong within 500 ms");
        assertThat(feishu.user("ann").says("two").awaitAnswer(SOON)).isEqualTo("two");
    }

    @Test
    void handoversUnderConstantChatLoseNothingAndNeverMakeTwoPollers() throws Exception {
        start(QUICK);
        ChatGenerator ann = ChatGenerator.start(feishu.user("ann"), Duration.ofMillis(10));
        for (int i = 0; i < 10; i++) {
            progresses(ann);
            gateway.stop();
            gateway.start();
        }
        ann.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(feishu.referee().overlaps()).isEmpty();
    }

    @Test
    void whileThePlatformHoldsTheOldConnectionTheNewOneIsTriedAgain() throws Exception {
        start(QUICK.maxConnections(1).hold(Duration.ofMillis(700)));
        assertThat(feishu.user("ann").says("one").awaitAnswer(SOON)).isEqualTo("one");

        feishu.resetConnections(feishu.appId());

        assertThat(feishu.user("ann").says("two").awaitAnswer(SOON)).isEqualTo("two");
        assertThat(gateway.failures)
                .extracting(PlatformException::getMessage)
                .anyMatch(message -> message.contains("1000040350"));
        assertThat(gateway.failures).noneMatch(PlatformException.Rejected.class::isInstance);
    }

    @Test
    void disconnectEndsInTimeThoughThePlatformNeverAnswersClose() throws Exception {
        start(QUICK);
        feishu.user("ann").says("one").awaitAnswer(SOON);
        feishu.server()
                .faults()
                .add(new FaultRule("WS-CLOSE", "*", FaultRule.ALWAYS, Fault.Hold.untilRemoved()));

        long begin = System.nanoTime();
        gateway.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        await().atMost(SOON).until(() -> feishu.referee().polls().get(0).endNanos().isPresent());
        gateway.start();
        await().atMost(SOON).until(() -> !feishu.clients(feishu.appId()).isEmpty());
    }

    @Test
    void rateLimitsAreObeyedAndCostNoAnswer() throws Exception {
        start(QUICK.chatLimit(5));
        List<SentMessage> all =
                IntStream.range(0, 12)
                        .mapToObj(i -> feishu.user("ann").says("message " + i + "."))
                        .toList();

        for (SentMessage said : all) {
            assertThat(said.awaitAnswer(SOON)).isEqualTo(said.text());
        }
        assertThat(gateway.failures)
                .isNotEmpty()
                .allMatch(PlatformException.Throttled.class::isInstance);
    }

    private void progresses(ChatGenerator generator) {
        int answered = generator.count().answered();
        await().atMost(SOON).until(() -> generator.count().answered() > answered + 10);
    }

    private void start(FeishuOptions options) {
        feishu = FakeFeishu.start(options);
        gateway = gateway(Map.of());
        gateway.start();
        await().atMost(SOON).until(() -> gateway.context.contacts() > 0);
    }

    private EchoGateway gateway(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("app_id", feishu.appId());
        options.put("app_secret", Secret.of(feishu.appSecret(feishu.appId())));
        var config =
                new PlatformConfig(
                        "work",
                        "feishu",
                        true,
                        Optional.of(feishu.server().uri()),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Options.of(options));
        return new EchoGateway(new FeishuFactory(), config, folder);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("feishu-"))
                .collect(Collectors.toSet());
    }
}
