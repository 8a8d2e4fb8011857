package dev.gateway.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TrimmingTextSplitterPropertyTest {

    @Property(tries = 2000)
    void nothingButWhiteSpaceIsLostAndEveryPieceFits(
            @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 60) int limit) {
        List<String> pieces = TextSplitter.trimming(limit).split(text);

        assertThat(pieces).isNotEmpty().allMatch(piece -> piece.length() <= limit);
        assertThat(letters(String.join("", pieces))).isEqualTo(letters(text));
        if (!text.isBlank()) {
            assertThat(pieces).noneMatch(String::isBlank);
        }
    }

    @Property(tries = 1000)
    void noPieceBeginsOrEndsInsideACharacter(
            @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 60) int limit) {
        assertThat(TextSplitter.trimming(limit).split(text))
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
