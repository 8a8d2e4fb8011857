package dev.gateway.adapter.weixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers as people see them, and what people quote of them. */
class WeixinRepliesOnFakeTest {

    @TempDir Path folder;
    private final FakeWeixin weixin = FakeWeixin.start();
    private final WeixinUser ann = weixin.user("ann");
    private RecordingContext context;
    private PlatformAdapter adapter;
    private Thread serving;
    private int sent;

    @BeforeEach
    void connect() {
        context = new RecordingContext("mama", folder);
        adapter =
                new WeixinFactory()
                        .create(
                                new PlatformConfig(
                                        "mama",
                                        "weixin",
                                        true,
                                        Optional.of(weixin.server().uri()),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(60),
                                        Options.of(
                                                Map.of(
                                                        "token",
                                                        Secret.of(weixin.token()),
                                                        "cdn_url",
                                                        weixin.server().uri().resolve("/c2c")))),
                                context);
        serving = new Thread(this::serve, "test-serve");
        serving.start();
    }

    private void serve() {
        try {
            adapter.serve();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        adapter.disconnect(Duration.ofSeconds(5));
        serving.join();
        weixin.close();
    }

    @Test
    void whatAPersonQuotesIsKnownWholeAndInPart() throws Exception {
        SentMessage hello = ann.says("hello out there");
        String answered = send(received(1), "I am here for you").orElseThrow();
        assertThat(ann.heardIds()).containsExactly(answered);
        context.putSaid(new Quote(answered, "", "", "I am here for you", List.of()));

        ann.quotesById(ann.messageId(hello), "this");
        ann.quotesById(answered, "that");
        ann.quotesPart(answered, "I am here for you", "here for", "of that");

        received(4);
        assertThat(context.messages())
                .extracting(this::quoted)
                .containsExactly("nothing", "hello out there", "I am here for you", "here for");
    }

    @Test
    void aQuoteOfWhatWasStoredLaterIsResolvedLater() throws Exception {
        Quote answer = new Quote("4711", "", "", "said a moment ago", List.of());
        Quote byId = new Quote("4711", "", "", "", List.of());

        assertThat(adapter.resolve(byId, Duration.ofSeconds(1))).isEmpty();
        context.putSaid(answer);

        assertThat(adapter.resolve(byId, Duration.ofSeconds(1))).contains(answer);
    }

    @Test
    void longMarkdownGoesInFewPiecesWithWholeCodeBlocksAndWithoutImages() throws Exception {
        String code = "```java\n" + "int answer = 42; // 你好\n".repeat(250) + "```";
        String text = "**Look** ![a cat](https://example.org/cat.png)\n\n" + code + "\n\nDone.";
        ann.says("hello");
        InboundMessage hello = received(1);

        for (MessagePart part :
                adapter.split(new MessagePart(text, List.of(), TextFormat.MARKDOWN))) {
            send(hello, part.text());
        }

        List<String> heard = ann.heard().stream().map(BotMessage::text).toList();
        assertThat(heard)
                .hasSize(2)
                .allSatisfy(
                        piece -> {
                            assertThat(piece.length()).isLessThanOrEqualTo(4000);
                            assertThat(piece.getBytes(StandardCharsets.UTF_8).length)
                                    .isLessThanOrEqualTo(16_384);
                            assertThat(piece.split("```", -1)).as("fences").hasSize(3);
                        });
        assertThat(String.join("", heard)).contains("**Look**").doesNotContain("![", "cat.png");
        assertThat(heard.get(1)).contains("```java").endsWith("Done.");
        assertThat(weixin.dropped(weixin.token())).isEmpty();
    }

    @Test
    void aTextAndItsFilesAreMessagesOfTheirOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        var attachment = new Attachment(Attachment.Kind.FILE, "a.txt", "text/plain", file, 7);

        List<MessagePart> parts =
                adapter.split(
                        new MessagePart("see *this*", List.of(attachment), TextFormat.MARKDOWN));

        assertThat(parts)
                .containsExactly(
                        new MessagePart("see *this*", List.of(), TextFormat.MARKDOWN),
                        new MessagePart("", List.of(attachment), TextFormat.MARKDOWN));
    }

    /** Returns what a message quotes, looked up as the gateway does. */
    private String quoted(InboundMessage message) {
        return message.context()
                .replyTo()
                .map(
                        quote -> {
                            try {
                                return quote.text().isEmpty()
                                        ? adapter.resolve(quote, Duration.ofSeconds(5))
                                                .orElseThrow()
                                                .text()
                                        : quote.text();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        })
                .orElse("nothing");
    }

    private InboundMessage received(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> context.messages().size() == count);
        return context.messages().get(count - 1);
    }

    private Optional<String> send(InboundMessage to, String text) throws Exception {
        return adapter.send(
                new OutboundMessage(
                        "out-" + ++sent,
                        to.conversation(),
                        to.replyContext(),
                        text,
                        List.of(),
                        TextFormat.MARKDOWN));
    }
}
