package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextSplitterTest {

    @Test
    void aTextThatFitsStaysAsItIs() {
        assertThat(new TextSplitter(10).split(" a\n\nb   ")).containsExactly(" a\n\nb   ");
        assertThat(new TextSplitter(10).split("")).containsExactly("");
    }

    @Test
    void paragraphsAreKeptTogetherFirst() {
        assertThat(new TextSplitter(12).split("one two\n\nthree\nfour"))
                .containsExactly("one two", "three\nfour");
    }

    @Test
    void thenLinesThenWords() {
        assertThat(new TextSplitter(12).split("one two\nthree four five"))
                .containsExactly("one two", "three four", "five");
    }

    @Test
    void theIndentationOfALineSurvivesACutBeforeIt() {
        assertThat(new TextSplitter(12).split("if (a) {\n    b();\n}"))
                .containsExactly("if (a) {", "    b();\n}");
    }

    @Test
    void anEmojiIsNeverHalved() {
        String emoji = "😀";
        assertThat(new TextSplitter(5).split(emoji.repeat(5)))
                .containsExactly(emoji.repeat(2), emoji.repeat(2), emoji);
    }

    @Test
    void aSeparatorNearTheBeginningDoesNotMakeTinyPieces() {
        assertThat(new TextSplitter(20).split("a\n\n" + "b".repeat(30)))
                .containsExactly("a\n\n" + "b".repeat(17), "b".repeat(13));
    }

    @Test
    void whiteSpaceAloneStaysOnePiece() {
        assertThat(new TextSplitter(4).split(" ".repeat(50))).hasSize(1);
    }

    @Property(tries = 2000)
    void nothingButWhiteSpaceIsLostAndEveryPieceFits(
            @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 60) int limit) {
        List<String> pieces = new TextSplitter(limit).split(text);

        assertThat(pieces).isNotEmpty().allMatch(piece -> piece.length() <= limit);
        assertThat(letters(String.join("", pieces))).isEqualTo(letters(text));
        if (!text.isBlank()) {
            assertThat(pieces).noneMatch(String::isBlank);
        }
    }

    @Property(tries = 1000)
    void noPieceBeginsOrEndsInsideACharacter(
            @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 60) int limit) {
        assertThat(new TextSplitter(limit).split(text))
                .allSatisfy(
                        piece -> {
                            if (!piece.isEmpty()) {
                                assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
                                assertThat(
                                                Character.isHighSurrogate(
                                                        piece.charAt(piece.length() - 1)))
                                        .isFalse();
                            }
                        });
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "word", " ", "  ", "\n", "\n\n", "\t", "é", "你好", "😀", "👩‍👩‍👧")
                .list()
                .ofMaxSize(120)
                .map(parts -> String.join("", parts));
    }

    private static String letters(String text) {
        return text.replaceAll("\\s+", "");
    }
}
