package dev.gateway.adapter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JsonBytesTextSplitterTest {

    @Property
    void thePiecesAreTheTextAndFitIntoTheirBodies(
            @ForAll @From("texts") String text, @ForAll @IntRange(min = 10, max = 100) int limit) {
        List<String> pieces = TextSplitter.jsonBytes(limit).split(text);

        assertThat(String.join("", pieces)).isEqualTo(text);
        for (String piece : pieces) {
            assertThat(bytesInBody(piece)).isLessThanOrEqualTo(limit);
            assertThat(piece.isEmpty() || !Character.isLowSurrogate(piece.charAt(0))).isTrue();
        }
    }

    @Test
    void itCutsBehindALineRatherThanAWord() {
        assertThat(TextSplitter.jsonBytes(20).split("one two three\nfour five six"))
                .containsExactly("one two three\n", "four five six");
        assertThat(TextSplitter.jsonBytes(20).split("one two three four five six"))
                .containsExactly("one two three four ", "five six");
        assertThat(TextSplitter.jsonBytes(4).split("😀😀")).containsExactly("😀", "😀");
    }

    @Test
    void anEmptyTextIsOnePiece() {
        assertThat(TextSplitter.jsonBytes(10).split("")).containsExactly("");
    }

    @Test
    void aMessageOfThePlatformHoldsAlmost150Kilobytes() {
        List<String> pieces =
                TextSplitter.jsonBytes(150 * 1024 - 2 * 1024).split("你好\n\"".repeat(60_000));

        assertThat(pieces).hasSizeBetween(5, 6);
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(bytesInBody(piece)).isLessThan(150 * 1024));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.strings().ascii().ofMaxLength(8)),
                        Tuple.of(2, Arbitraries.of("\n", " ", "\"", "\\", "\t")),
                        Tuple.of(2, Arbitraries.of("😀", "你好", "é")))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    /** Returns the bytes of a text within a content within a body. */
    private static int bytesInBody(String text) {
        String content = JsonCodec.text(Map.of("text", text));
        int envelope =
                JsonCodec.bytes(Map.of("content", JsonCodec.text(Map.of("text", "")))).length;
        return JsonCodec.bytes(Map.of("content", content)).length - envelope;
    }
}
