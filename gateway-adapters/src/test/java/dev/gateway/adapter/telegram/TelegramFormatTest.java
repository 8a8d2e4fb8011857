package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in Markdown, as people see them on the fake platform, which parses like the real one. */
class TelegramFormatTest extends TelegramSendingFixture {

    private int sent;

    private void answer(String text, TextFormat format, Attachment... files) throws Exception {
        for (MessagePart part : adapter.split(new MessagePart(text, List.of(files), format))) {
            adapter.send(
                    new OutboundMessage(
                            "m-" + sent++,
                            mama.conversation(),
                            "",
                            part.text(),
                            part.attachments(),
                            part.format()));
        }
    }

    private static String entities(JsonNode message, String field) {
        return message.path(field)
                .valueStream()
                .map(
                        entity ->
                                entity.path("type").asText()
                                        + " "
                                        + entity.path("offset").asInt()
                                        + " "
                                        + entity.path("length").asInt()
                                        + entity.path("language").asText("")
                                        + entity.path("url").asText(""))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**bold** and *slanted* | bold and slanted | bold 0 4, italic 9 7",
                "snake_case_name and 2 * 3 | snake_case_name and 2 * 3 |",
                "a `x < y` b | a x < y b | code 2 5",
                "```java⏎int i;⏎``` | int i; | pre 0 6java",
                "[here](https://a.example/?x=1&y=2) | here | text_link 0 4https://a.example/?x=1&y=2",
                "# Title⏎⏎1 < 2 & 3 | Title⏎⏎1 < 2 & 3 | bold 0 5",
                "~~old~~ | old | strikethrough 0 3",
                "> said | said | blockquote 0 4",
                "AT&amp;T <b>raw</b> | AT&T <b>raw</b> |",
            })
    void markdownIsShownFormatted(String markdown, String text, String entities) throws Exception {
        answer(markdown.replace('⏎', '\n'), TextFormat.MARKDOWN);

        JsonNode shown = mama.shown().get(0);
        assertThat(shown.path("text").asText()).isEqualTo(text.replace('⏎', '\n'));
        assertThat(entities(shown, "entities")).isEqualTo(entities == null ? "" : entities);
    }

    @ParameterizedTest
    @ValueSource(strings = {"**bold** `x`", "1 < 2 & 3", "<b>x</b>", "*"})
    void aPlainAnswerIsShownAsItIs(String text) throws Exception {
        answer(text, TextFormat.PLAIN);

        assertThat(mama.heard()).extracting("text").containsExactly(text);
        assertThat(entities(mama.shown().get(0), "entities")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"---", "[](https://a.example)", "> ", "#", "<!-- x -->"})
    void markersThatShowNothingArriveAllTheSame(String text) throws Exception {
        answer(text, TextFormat.MARKDOWN);

        assertThat(mama.heard()).hasSize(1);
    }

    @Test
    void aCaptionIsFormattedToo() throws Exception {
        Path file = Files.writeString(media.resolve("a"), "a");
        Attachment picture = new Attachment(Attachment.Kind.IMAGE, "a.png", "image/png", file, 1);

        answer("**look**", TextFormat.MARKDOWN, picture, picture);

        JsonNode first = mama.shown().get(0);
        assertThat(first.path("caption").asText()).isEqualTo("look");
        assertThat(entities(first, "caption_entities")).isEqualTo("bold 0 4");
        assertThat(mama.shown()).hasSize(2);
    }

    @Test
    void aCaptionIsMeasuredWithoutItsMarkers() throws Exception {
        Path file = Files.writeString(media.resolve("a"), "a");
        Attachment picture = new Attachment(Attachment.Kind.IMAGE, "a.png", "image/png", file, 1);

        answer("**" + "x".repeat(1024) + "**", TextFormat.MARKDOWN, picture);

        assertThat(mama.shown()).hasSize(1);
    }

    @Test
    void aLongCodeBlockIsCodeInEachPiece() throws Exception {
        String code = "line of code;\n".repeat(700);

        answer("Here:\n\n```java\n" + code + "```\n\n**Done.**", TextFormat.MARKDOWN);

        List<JsonNode> shown = mama.shown();
        assertThat(shown).hasSizeGreaterThan(2);
        assertThat(shown)
                .allSatisfy(
                        message -> {
                            assertThat(message.path("text").asText()).hasSizeLessThan(4097);
                            assertThat(entities(message, "entities")).contains("pre ", "java");
                        });
        String all =
                shown.stream().map(m -> m.path("text").asText()).collect(Collectors.joining("\n"));
        assertThat(all.split("line of code;", -1)).hasSize(701);
        assertThat(all).endsWith("Done.").doesNotContain("```", "**");
    }

    @Test
    void onlyThePieceThatCannotBeParsedIsPlain() throws Exception {
        String body =
                "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: can't parse entities:"
                        + " Unsupported start tag\"}";
        telegram.server()
                .faults()
                .add(
                        FaultRule.on("/bot*/sendMessage", Fault.Answer.status(400, body))
                                .containing("<b>second</b>"));

        answer(
                "**first** " + "a".repeat(3000) + "\n\n**second** " + "b".repeat(3000),
                TextFormat.MARKDOWN);

        assertThat(mama.shown()).hasSize(2);
        assertThat(entities(mama.shown().get(0), "entities")).isEqualTo("bold 0 5");
        assertThat(mama.shown().get(1).path("text").asText()).startsWith("second bbb");
        assertThat(entities(mama.shown().get(1), "entities")).isEmpty();
    }
}
