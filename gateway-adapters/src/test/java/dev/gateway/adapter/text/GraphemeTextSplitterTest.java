package dev.gateway.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemeTextSplitterTest {

    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @Property
    void joinsToTheSameTextInPiecesThatThePlatformTakes(@ForAll("chatter") String text) {
        List<String> pieces = TextSplitter.keeping(2000).split(text);

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces)
                .isNotEmpty()
                .allSatisfy(
                        piece -> {
                            assertThat(piece.length()).isLessThanOrEqualTo(2000);
                            assertThat(piece.getBytes(StandardCharsets.UTF_8).length)
                                    .isLessThanOrEqualTo(16_384);
                        });
        for (int i = 1; i < pieces.size(); i++) {
            String before = pieces.get(i - 1);
            assertThat(before).isNotEmpty();
            assertThat(
                            Character.isHighSurrogate(before.charAt(before.length() - 1))
                                    && Character.isLowSurrogate(pieces.get(i).charAt(0)))
                    .as("a surrogate pair torn apart")
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<String> chatter() {
        Arbitrary<String> word =
                Arbitraries.oneOf(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40),
                        Arbitraries.of(
                                "你好", FAMILY, "👍🏽", "é", "𠮷", "\n", "\n\n", " ", "\ud83d"),
                        Arbitraries.integers().between(1, 3000).map("𠮷"::repeat));
        return word.list().ofMaxSize(300).map(words -> String.join("", words));
    }

    @Test
    void anEmptyTextIsOneEmptyPiece() {
        assertThat(TextSplitter.keeping(2000).split("")).containsExactly("");
    }

    @Test
    void cutsBetweenParagraphsBeforeLinesBeforeWords() {
        String start = "a".repeat(1500);

        assertThat(TextSplitter.keeping(2000).split(start + "\n\n" + "b b\nb".repeat(200)).get(0))
                .isEqualTo(start + "\n\n");
        assertThat(TextSplitter.keeping(2000).split(start + "\n" + "b b".repeat(300)).get(0))
                .isEqualTo(start + "\n");
        assertThat(TextSplitter.keeping(2000).split(start + " " + "b".repeat(900)).get(0))
                .isEqualTo(start + " ");
    }

    @Test
    void keepsAFamilyTogether() {
        List<String> pieces = TextSplitter.keeping(2000).split("x".repeat(1995) + FAMILY + "y");

        assertThat(pieces).containsExactly("x".repeat(1995), FAMILY + "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {FAMILY, "🇩🇪", "👍🏽", "e\u0301", "❤\ufe0f", " \u0301"})
    void noRuleCutsWhatPeopleSeeAsOneCharacter(String character) {
        String text = "x" + character.repeat(60);
        for (TextSplitter splitter :
                List.of(
                        TextSplitter.keeping(30),
                        TextSplitter.trimming(30),
                        TextSplitter.jsonBytes(70))) {
            List<String> pieces = splitter.split(text);

            assertThat(pieces).hasSizeGreaterThan(2);
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(pieces.stream().skip(1))
                    .allSatisfy(piece -> assertThat(piece).startsWith(character));
        }
    }

    @Test
    void aCharacterLongerThanAPieceIsCutAllTheSame() {
        String text = "e" + "\u0301".repeat(100);

        assertThat(TextSplitter.keeping(30).split(text)).hasSize(4);
    }
}
