package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.adapter.EchoGateway;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.SenderKind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuGroup;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.feishu.FeishuUser;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people say and quote in groups and threads, on the wire. */
@Timeout(120)
class FeishuConversationsOnFakeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private FakeFeishu feishu;
    private EchoGateway gateway;

    @BeforeEach
    void start() {
        feishu = FakeFeishu.start(FeishuOptions.defaults());
        var config =
                new PlatformConfig(
                        "work",
                        "feishu",
                        true,
                        Optional.of(feishu.server().uri()),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Options.of(
                                Map.of(
                                        "app_id",
                                        feishu.appId(),
                                        "app_secret",
                                        Secret.of(feishu.appSecret(feishu.appId())))));
        gateway = new EchoGateway(new FeishuFactory(), config, folder);
        gateway.start();
        await().atMost(SOON).until(() -> gateway.context.contacts() > 0);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.stop();
        feishu.close();
    }

    @Test
    void eachTopicIsAConversationAndIsAnsweredInItself() throws Exception {
        FeishuGroup topics = group();
        FeishuUser first = topics.user("ann", "first");
        FeishuUser second = topics.user("ann", "second");

        assertThat(first.says("one").awaitAnswer(SOON)).isEqualTo("one");
        assertThat(second.says("two").awaitAnswer(SOON)).isEqualTo("two");

        assertThat(messages())
                .extracting(InboundMessage::conversation)
                .containsExactly(first.conversation(), second.conversation());
        assertThat(first.heard()).extracting(BotMessage::text).containsExactly("one");
        assertThat(second.heard()).extracting(BotMessage::text).containsExactly("two");
    }

    @Test
    void anAnswerToTheBotAddressesItWithoutAMention() throws Exception {
        FeishuUser ann = group().user("ann");
        ann.says("one").awaitAnswer(SOON);

        SentMessage reply = ann.answersBot("and now?");

        assertThat(delivered(reply).addressed()).isTrue();
        assertThat(delivered(ann.remarks("dinner?")).addressed()).isFalse();
        assertThat(delivered(ann.saysOnlyTo("tom", "dinner?")).addressed()).isFalse();
        assertThat(delivered(ann.announces("listen", false)).context().mentionsAll()).isTrue();
        assertThat(delivered(group().bot("helper").remarks("hi")).context().senderKind())
                .isEqualTo(SenderKind.BOT);
    }

    @Test
    void whatAMessageAnswersIsLookedUp() throws Exception {
        FeishuUser ann = group().user("ann");
        SentMessage picture = ann.sendsPost("plan", "see below", Optional.of("png".getBytes()));
        InboundMessage answer = delivered(group().user("bob").replies(picture, "what is this?"));

        Quote quote =
                gateway.adapter()
                        .resolve(answer.context().replyTo().orElseThrow(), SOON)
                        .orElseThrow();

        assertThat(quote.id()).isEqualTo(picture.id());
        assertThat(quote.sender()).isEqualTo(ann.openId());
        assertThat(quote.senderName()).isEqualTo("ann");
        assertThat(quote.text()).isEqualTo("plan\nsee below");
        assertThat(quote.attachments()).hasSize(1);
    }

    @Test
    void aQuoteThatWasRecalledIsNoneAndOneThatCannotBeAskedForIsThatOfTheJournal()
            throws Exception {
        FeishuUser ann = group().user("ann");
        SentMessage gone = ann.says("one");
        SentMessage kept = ann.says("two");
        Quote first = delivered(ann.replies(gone, "what?")).context().replyTo().orElseThrow();
        Quote second = delivered(ann.replies(kept, "what?")).context().replyTo().orElseThrow();
        ann.recalls(gone);
        feishu.server()
                .faults()
                .add(
                        FaultRule.on(
                                "/open-apis/im/v1/messages/" + kept.id(), new Fault.Reset(false)));

        assertThat(gateway.adapter().resolve(first, SOON)).isEmpty();
        assertThat(gateway.adapter().resolve(second, SOON)).map(Quote::text).contains("two");
    }

    @Test
    void forwardedMessagesAndNamesAreLookedUpAndNamesRemembered() throws Exception {
        FeishuUser ann = group().user("ann");
        FeishuUser bob = group().user("bob");
        SentMessage merged =
                ann.forwards(bob.says("the plan"), bob.sendsFile("plan.pdf", new byte[] {1}));
        InboundMessage message = delivered(merged);
        assertThat(message.text()).isEqualTo("[forwarded messages]");

        InboundMessage complete = gateway.adapter().complete(message, SOON);
        feishu.server().faults().add(FaultRule.on("/open-apis/contact/*", new Fault.Reset(false)));

        assertThat(gateway.adapter().complete(message, SOON)).isEqualTo(complete);
        assertThat(complete.text())
                .isEqualTo(
                        """
                        [forwarded messages]
                        bob: @%s the plan
                        bob: [file plan.pdf]"""
                                .formatted("Fake bot " + feishu.appId().substring(16)));
        assertThat(complete.context().senderName()).isEqualTo("ann");
        assertThat(complete.context().chatTitle()).isEqualTo("family");
    }

    @Test
    void aPressedButtonArrivesWithItsData() throws Exception {
        FeishuUser ann = feishu.user("ann");
        ann.says("one").awaitAnswer(SOON);

        ann.presses(JsonNodeFactory.instance.objectNode().put("data", "yes"));

        await().atMost(SOON).until(() -> messages().size() == 2);
        InboundMessage press = messages().get(1);
        assertThat(press.context().kind()).isEqualTo(MessageKind.CALLBACK);
        assertThat(press.context().data()).isEqualTo("yes");
        assertThat(press.direct()).isTrue();
        await().atMost(SOON).until(() -> feishu.events().pending() == 0);
    }

    private FeishuGroup group() {
        return feishu.group(feishu.appId(), "family");
    }

    private List<InboundMessage> messages() {
        return gateway.context.messages();
    }

    private InboundMessage delivered(SentMessage said) {
        await().atMost(SOON)
                .until(() -> messages().stream().anyMatch(one -> one.dedupKey().equals(said.id())));
        return messages().stream()
                .filter(one -> one.dedupKey().equals(said.id()))
                .findFirst()
                .orElseThrow();
    }
}
