package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.feishu.FeishuUser;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers as a person sees them, and large files. */
@Timeout(120)
class FeishuAnswersOnFakeTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int WHOLE_FILE_LIMIT = 1 << 20;

    @TempDir private Path folder;
    private FakeFeishu feishu;
    private FeishuUser ann;
    private PlatformAdapter adapter;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        feishu = FakeFeishu.start(FeishuOptions.defaults().wholeFileLimit(WHOLE_FILE_LIMIT));
        ann = feishu.user("ann");
        var options =
                Options.of(
                        Map.of(
                                "app_id",
                                feishu.appId(),
                                "app_secret",
                                Secret.of(feishu.appSecret(feishu.appId()))));
        adapter =
                new FeishuFactory()
                        .create(
                                new PlatformConfig(
                                        "work",
                                        "feishu",
                                        true,
                                        Optional.of(feishu.server().uri()),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(60),
                                        options),
                                new RecordingContext("work", folder));
    }

    @AfterEach
    void stop() throws Exception {
        adapter.disconnect(LONG);
        feishu.close();
    }

    @Test
    void markdownIsShownAsRichTextAndPlainTextAsItIs() throws Exception {
        answer("a **bold** word", TextFormat.MARKDOWN);
        answer("a **bold** word", TextFormat.PLAIN);
        answer("no_markers here.", TextFormat.MARKDOWN);

        assertThat(types()).containsExactly("post", "text", "text");
        assertThat(ann.heard())
                .extracting(BotMessage::text)
                .containsExactly("a **bold** word", "a **bold** word", "no_markers here.");
    }

    @Test
    void aRichTextThatIsRefusedIsSentAsPlainText() throws Exception {
        feishu.server()
                .faults()
                .add(
                        FaultRule.on(
                                        "/open-apis/im/v1/messages*",
                                        Fault.Answer.status(
                                                400, "{\"code\":230001,\"msg\":\"content\"}"))
                                .times(1));

        answer("a **bold** word", TextFormat.MARKDOWN);

        assertThat(types()).containsExactly("text");
        assertThat(ann.heard()).extracting(BotMessage::text).containsExactly("a bold word");
    }

    @Test
    void aTextAndItsImagesAreOneMessageAndOtherFilesTheirOwn() throws Exception {
        List<MessagePart> parts =
                answer(
                        new MessagePart(
                                "**look**",
                                List.of(image("a.png"), file("b.pdf"), image("c.png")),
                                TextFormat.MARKDOWN));

        assertThat(parts).hasSize(2);
        assertThat(ann.heard()).hasSize(2);
        assertThat(ann.heard().get(0).text()).isEqualTo("**look**");
        assertThat(ann.heard().get(0).files()).hasSize(2);
        assertThat(ann.heard().get(1).files().get(0).name()).isEqualTo("b.pdf");
    }

    @Test
    void severalImagesWithoutTextAreOneMessageAndASingleOneIsAnImage() throws Exception {
        answer(new MessagePart("", List.of(image("a.png"), image("b.png"))));
        answer(new MessagePart("", List.of(image("c.png"))));

        assertThat(types()).containsExactly("post", "image");
        assertThat(ann.heard().get(0).files()).hasSize(2);
    }

    @Test
    void aLongAnswerIsCutIntoRichTextsThatThePlatformTakes() throws Exception {
        String paragraph = "A **bold** word and \"quoted\" ones, é and 你好.\n\n";

        List<MessagePart> parts =
                answer(
                        new MessagePart(
                                paragraph.repeat(2_000),
                                List.of(image("a.png")),
                                TextFormat.MARKDOWN));

        assertThat(ann.heard()).hasSameSizeAs(parts).hasSizeGreaterThan(2);
        assertThat(types()).containsOnly("post");
        assertThat(ann.heard().get(parts.size() - 1).files()).hasSize(1);
    }

    @Test
    void anAnswerWhoseTargetIsGoneStaysInItsThread() throws Exception {
        FeishuUser topic = feishu.group(feishu.appId(), "family").user("ann", "topic");
        topic.says("one");
        SentMessage gone = topic.says("two");
        topic.recalls(gone);

        send(topic.conversation(), "thread " + gone.id(), "late");
        send(topic.conversation(), "", "later");

        assertThat(topic.heard()).extracting(BotMessage::text).containsExactly("late", "later");
    }

    @Test
    void anAnswerWhoseThreadIsGoneIsSentToTheChat() throws Exception {
        var family = feishu.group(feishu.appId(), "family");

        send(family.id() + "/omt_gone", "thread om_gone", "late");

        assertThat(family.user("ann").heard()).extracting(BotMessage::text).containsExactly("late");
    }

    @Test
    void aFileThatIsGivenOutInPartsOnlyIsLoaded() throws Exception {
        byte[] content = random(3 * WHOLE_FILE_LIMIT + 7);

        Path loaded = fetch(ann.sendsFile("big.zip", content), Optional.empty());

        assertThat(loaded).hasBinaryContent(content);
    }

    @Test
    void aDownloadThatBrokeOffGoesOnWhereItEnded() throws Exception {
        byte[] content = random(WHOLE_FILE_LIMIT / 2);
        SentMessage file = ann.sendsFile("a.zip", content);
        Path begun = folder.resolve("begun");
        Files.write(begun, Arrays.copyOf(content, 1_000));

        assertThat(fetch(file, Optional.of(begun))).hasBinaryContent(content);

        Path complete = Files.write(folder.resolve("complete"), content);
        assertThat(fetch(file, Optional.of(complete))).hasBinaryContent(content);
    }

    private Path fetch(SentMessage file, Optional<Path> begun) throws Exception {
        String key = feishu.fileKey(file.id());
        var remote =
                new RemoteAttachment(
                        Attachment.Kind.FILE,
                        "big.zip",
                        Attachment.UNKNOWN_TYPE,
                        0,
                        "{\"message\":\"%s\",\"key\":\"%s\",\"type\":\"file\"}"
                                .formatted(file.id(), key));
        Path into = begun.isPresent() ? begun.get() : Files.createTempFile(folder, "file", ".part");
        if (begun.isPresent()) {
            adapter.resume(remote, into, LONG);
        } else {
            adapter.fetch(remote, into, LONG);
        }
        return into;
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(1).nextBytes(content);
        return content;
    }

    private List<String> types() {
        return feishu.typesOfBot(ann.conversation());
    }

    private void answer(String text, TextFormat format) throws Exception {
        answer(new MessagePart(text, List.of(), format));
    }

    private List<MessagePart> answer(MessagePart answer) throws Exception {
        List<MessagePart> parts = adapter.split(answer);
        for (MessagePart part : parts) {
            adapter.send(
                    new OutboundMessage(
                            "id-" + sent++,
                            ann.conversation(),
                            "",
                            part.text(),
                            part.attachments(),
                            part.format()));
        }
        return parts;
    }

    private void send(String conversation, String replyContext, String text) throws Exception {
        adapter.send(
                new OutboundMessage("id-" + sent++, conversation, replyContext, text, List.of()));
    }

    private Attachment image(String name) throws Exception {
        return stored(Attachment.Kind.IMAGE, name);
    }

    private Attachment file(String name) throws Exception {
        return stored(Attachment.Kind.FILE, name);
    }

    private Attachment stored(Attachment.Kind kind, String name) throws Exception {
        Path path = Files.write(folder.resolve(name), name.getBytes());
        return new Attachment(kind, name, Attachment.UNKNOWN_TYPE, path, Files.size(path));
    }
}
