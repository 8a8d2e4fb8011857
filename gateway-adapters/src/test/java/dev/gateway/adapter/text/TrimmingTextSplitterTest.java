package dev.gateway.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrimmingTextSplitterTest {

    @Test
    void aTextThatFitsStaysAsItIs() {
        assertThat(TextSplitter.trimming(10).split(" a\n\nb   ")).containsExactly(" a\n\nb   ");
        assertThat(TextSplitter.trimming(10).split("")).containsExactly("");
    }

    @Test
    void paragraphsAreKeptTogetherFirst() {
        assertThat(TextSplitter.trimming(12).split("one two\n\nthree\nfour"))
                .containsExactly("one two", "three\nfour");
    }

    @Test
    void thenLinesThenWords() {
        assertThat(TextSplitter.trimming(12).split("one two\nthree four five"))
                .containsExactly("one two", "three four", "five");
    }

    @Test
    void theIndentationOfALineSurvivesACutBeforeIt() {
        assertThat(TextSplitter.trimming(12).split("if (a) {\n    b();\n}"))
                .containsExactly("if (a) {", "    b();\n}");
    }

    @Test
    void anEmojiIsNeverHalved() {
        String emoji = "😀";
        assertThat(TextSplitter.trimming(5).split(emoji.repeat(5)))
                .containsExactly(emoji.repeat(2), emoji.repeat(2), emoji);
    }

    @Test
    void aSeparatorNearTheBeginningDoesNotMakeTinyPieces() {
        assertThat(TextSplitter.trimming(20).split("a\n\n" + "b".repeat(30)))
                .containsExactly("a\n\n" + "b".repeat(17), "b".repeat(13));
    }

    @Test
    void whiteSpaceAloneStaysOnePiece() {
        assertThat(TextSplitter.trimming(4).split(" ".repeat(50))).hasSize(1);
    }
}
