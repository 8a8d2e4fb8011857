package dev.gateway.adapter.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers as models write them, shown on each platform: no marker is seen, no word is lost. */
class ModelAnswersTest {

    private static final Path ANSWERS =
            Path.of("src/test/resources/dev/gateway/adapter/markdown/answers");

    /** What a reader would take for a marker that was left over. */
    private static final Pattern MARKER =
            Pattern.compile(
                    "\\*\\*|~~|```|\\]\\(|(?m:^ *#{1,6} )|(?m:^ *[*+-] )|(?m:^ *>)|\\[[ xX]\\] "
                            + "|\\|-|`");

    /** Answers that show characters which elsewhere are markers, because they are none there. */
    private static final List<String> LITERAL =
            List.of("10-snake-case", "11-unbalanced", "24-escapes");

    static Stream<Path> answers() throws IOException {
        return Files.list(ANSWERS).sorted();
    }

    @Test
    void thereAreMany() throws IOException {
        assertThat(answers()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void telegramShowsThem(Path file) throws IOException {
        String answer = Files.readString(file);
        List<String> pieces = new MarkdownSplitter(4096, TelegramHtml::units).split(answer);

        List<String> shown = new ArrayList<>();
        for (String piece : pieces) {
            TelegramHtmlReader html = TelegramHtmlReader.read(TelegramHtml.of(piece));
            assertThat(html.text()).hasSizeLessThanOrEqualTo(4096).isEqualTo(PlainText.of(piece));
            if (!isLiteral(file)) {
                assertThat(MARKER.matcher(html.outsideCode()).results().map(m -> m.group()))
                        .as(html.outsideCode())
                        .isEmpty();
            }
            shown.add(html.text());
        }
        assertThat(ShownText.difference(answer, shown)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void feishuShowsThem(Path file) throws IOException {
        String answer = Files.readString(file);
        int limit = 8 * 1024;
        List<String> pieces = new MarkdownSplitter(limit, FeishuPost::bytes).split(answer);

        List<String> shown = new ArrayList<>();
        for (String piece : pieces) {
            assertThat(FeishuPost.bytes(piece)).isLessThanOrEqualTo(limit);
            FeishuDialectReader dialect = FeishuDialectReader.read(FeishuPost.dialect(piece));
            if (!isLiteral(file)) {
                assertThat(MARKER.matcher(dialect.outsideCode()).results().map(m -> m.group()))
                        .as(dialect.outsideCode())
                        .isEmpty();
            }
            shown.add(dialect.text());
        }
        assertThat(ShownText.difference(answer, shown)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void weixinGetsThemAsTheyAre(Path file) throws IOException {
        String answer = WeixinMarkdown.of(Files.readString(file));
        List<String> pieces = new MarkdownSplitter(4000, String::length).split(answer);

        assertThat(pieces).allMatch(piece -> piece.length() <= 4000);
        assertThat(ShownText.difference(answer, pieces.stream().map(PlainText::of).toList()))
                .isEmpty();
    }

    private static boolean isLiteral(Path file) {
        return LITERAL.stream().anyMatch(file.toString()::contains);
    }
}
