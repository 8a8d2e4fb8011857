package dev.gateway.adapter.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.EchoGateway;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.weixin.DeliveryMode;
import dev.gateway.sim.weixin.DuplicatePolicy;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import dev.gateway.sim.weixin.WeixinUser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeixinAdapterOnFakeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;
    private FakeWeixin weixin;
    private EchoGateway gateway;

    @AfterEach
    void stopAll() throws Exception {
        gateway.stop();
        weixin.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersEachMessageOnce(boolean idsAsText) throws Exception {
        start(WeixinOptions.defaults().idsAsText(idsAsText));
        ChatGenerator ann = ChatGenerator.start(weixin.user("ann"), Duration.ofMillis(5));
        ChatGenerator bob = ChatGenerator.start(weixin.user("bob"), Duration.ofMillis(5));
        await().atMost(SOON).until(() -> ann.count().sent() > 50 && bob.count().sent() > 50);
        ann.stop();
        bob.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(bob.awaitAnswers(SOON).flawless()).as("%s", bob.count()).isTrue();
        assertThat(weixin.dropped(weixin.token())).isEmpty();
        assertThat(gateway.failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void secondDeliveriesAreNotAnsweredAgain(DuplicatePolicy.Kind kind) throws Exception {
        start(WeixinOptions.defaults().duplicates(kind, Duration.ofMillis(30)));
        ChatGenerator ann = ChatGenerator.start(weixin.user("ann"), Duration.ofMillis(3));
        await().atMost(SOON).until(() -> ann.count().sent() > 50);
        ann.stop();
        ann.awaitAnswers(SOON);

        int times = kind == DuplicatePolicy.Kind.NONE ? 1 : 2;
        await().atMost(SOON)
                .until(
                        () ->
                                ann.messages().stream()
                                        .allMatch(
                                                s ->
                                                        s.ledgerMessage().deliveries().size()
                                                                == times));
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);
        assertThat(ann.count().flawless()).as("%s", ann.count()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void handoversUnderConstantChatLoseNothingAndNeverMakeTwoPollers(DeliveryMode mode)
            throws Exception {
        start(WeixinOptions.defaults().delivery(mode));
        ChatGenerator ann = ChatGenerator.start(weixin.user("ann"), Duration.ofMillis(4));
        for (int i = 0; i < 20; i++) {
            int answered = ann.count().answered();
            await().atMost(SOON).until(() -> ann.count().answered() > answered + 10);
            gateway.stop();
            gateway.start();
        }
        ann.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(weixin.referee().overlaps()).isEmpty();
    }

    @Test
    void brokenConnectionsStallsAndErrorsLoseNothingThatThePlatformKeeps() throws Exception {
        start(WeixinOptions.defaults().delivery(DeliveryMode.REPLAY_FROM_CURSOR));
        ChatGenerator ann = ChatGenerator.start(weixin.user("ann"), Duration.ofMillis(4));
        List<Fault> faults =
                List.of(
                        new Fault.Reset(false),
                        new Fault.Reset(true),
                        new Fault.Stall(Optional.of(Duration.ofMillis(100))),
                        Fault.Answer.status(502, "<html>bad gateway</html>"),
                        Fault.Answer.status(524, ""),
                        new Fault.MalformedJson(),
                        new Fault.ContentType("text/plain"),
                        new Fault.Latency(Duration.ofMillis(30)));
        for (Fault fault : faults) {
            for (String method : List.of("getupdates", "sendmessage")) {
                int answered = ann.count().answered();
                weixin.server().faults().add(FaultRule.on("/ilink/bot/" + method, fault).times(2));
                await().atMost(SOON).until(() -> ann.count().answered() > answered + 5);
            }
        }
        ann.stop();

        assertThat(ann.awaitAnswers(SOON).flawless()).as("%s", ann.count()).isTrue();
        assertThat(gateway.failures).isNotEmpty();
    }

    @Test
    void pollsCutOffByAnEdgeLoseNothing() throws Exception {
        start(WeixinOptions.defaults().edgeTimeout(Duration.ofMillis(100)));
        await().until(() -> gateway.failures.size() >= 2);

        SentMessage sent = weixin.user("ann").says("still there?");

        assertThat(sent.awaitAnswer(SOON)).isEqualTo("still there?");
        assertThat(gateway.failures)
                .allSatisfy(
                        e ->
                                assertThat(e)
                                        .isInstanceOf(PlatformException.Unreachable.class)
                                        .hasMessageContaining("524"));
    }

    @Test
    void filesTravelInBothDirections() throws Exception {
        start(WeixinOptions.defaults());
        byte[] content = new byte[100_003];
        new Random(7).nextBytes(content);
        WeixinUser ann = weixin.user("ann");

        for (SentMessage sent :
                List.of(
                        ann.sendsImage(content),
                        ann.sendsFile("report.pdf", content),
                        ann.sendsVideo(content),
                        ann.sendsVoice(content, ""))) {
            sent.awaitAnswer(SOON);
        }

        assertThat(gateway.context.messages())
                .flatExtracting(m -> m.remote())
                .extracting(RemoteAttachment::kind)
                .containsExactly(
                        Attachment.Kind.IMAGE,
                        Attachment.Kind.FILE,
                        Attachment.Kind.VIDEO,
                        Attachment.Kind.AUDIO);
        assertThat(ann.heard())
                .flatExtracting(BotMessage::files)
                .allSatisfy(file -> assertThat(Arrays.equals(file.content(), content)).isTrue())
                .extracting(BotMessage.File::kind)
                .containsExactly("image", "file", "video", "voice");
        assertThat(weixin.dropped(weixin.token())).isEmpty();
    }

    @Test
    void filesTravelByWholeAddressesToo() throws Exception {
        start(WeixinOptions.defaults().fullUrls(true));
        WeixinUser ann = weixin.user("ann");

        ann.sendsFile("a.txt", new byte[] {1, 2, 3}).awaitAnswer(SOON);

        assertThat(ann.heard().get(0).files().get(0).content()).containsExactly(1, 2, 3);
    }

    @Test
    void aFileThatIsBeingFetchedWhenTheGatewayEndsIsFetchedByTheNext() throws Exception {
        start(WeixinOptions.defaults());
        String fault =
                weixin.server()
                        .faults()
                        .add(FaultRule.on("/c2c/download", Fault.Hold.untilRemoved()));
        SentMessage sent = weixin.user("ann").sendsFile("a.txt", new byte[] {1, 2, 3});
        await().until(() -> gateway.context.messages().size() == 1);
        gateway.stop();
        weixin.server().faults().remove(fault);

        gateway.start();

        sent.awaitAnswer(SOON);
        assertThat(sent.ledgerMessage().deliveries()).hasSize(1);
    }

    @Test
    void anAnswerToAMessageThatIsTooOldGoesWithTheNewestContext() throws Exception {
        start(WeixinOptions.defaults().contextLife(Duration.ofMillis(1)));

        weixin.user("ann").says("old").awaitAnswer(SOON);

        assertThat(weixin.user("ann").heard()).hasSize(1);
    }

    @Test
    void theEndOfTheSessionIsNoticedInTheMiddleOfAPoll() throws Exception {
        start(WeixinOptions.defaults());
        await().until(() -> weixin.waitingPolls(weixin.token()) == 1);

        weixin.endSession(weixin.token());

        await().until(() -> !gateway.failures.isEmpty());
        assertThat(gateway.failures.get(0)).isInstanceOf(PlatformException.Expired.class);
    }

    @Test
    void typingAndNoticesArriveAsThePlatformWantsThem() throws Exception {
        start(WeixinOptions.defaults());
        WeixinUser ann = weixin.user("ann");
        ann.says("hello").awaitAnswer(SOON);

        gateway.adapter().typing(ann.conversation(), "", true);
        gateway.adapter().typing(ann.conversation(), "", false);
        gateway.stop();

        assertThat(ann.typing()).containsExactly("typing", "quiet");
        assertThat(weixin.notices(weixin.token())).containsExactly("start", "stop");
    }

    @Test
    void contactIsMadeLongBeforeTheFirstPollEnds() throws Exception {
        start(WeixinOptions.defaults());

        await().until(() -> gateway.context.contacts() > 0);
        assertThat(weixin.waitingPolls(weixin.token())).isLessThanOrEqualTo(1);
    }

    private void start(WeixinOptions options) throws Exception {
        weixin = FakeWeixin.start(options);
        URI uri = weixin.server().uri();
        var config =
                new PlatformConfig(
                        "mama",
                        "weixin",
                        true,
                        Optional.of(uri),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Options.of(
                                Map.of(
                                        "token",
                                        Secret.of(weixin.token()),
                                        "cdn_url",
                                        URI.create(uri + "/c2c"))));
        Path media = Files.createDirectories(folder.resolve("media"));
        gateway = new EchoGateway(new WeixinFactory(), config, media);
        gateway.start();
    }
}
