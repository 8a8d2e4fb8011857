package com.example.ntfy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limit in bytes of each piece, which the contract suite does not know. */
class PiecesTest {

    private final Pieces pieces = new Pieces(10);

    @Test
    void cutsBehindAWord() {
        assertEquals(List.of("one two", "three"), pieces.of("one two three"));
    }

    @Test
    void neverCutsInsideACharacter() {
        String text = "🙂".repeat(7) + "é".repeat(9);

        List<String> cut = pieces.of(text);

        assertEquals(text, String.join("", cut));
        for (String piece : cut) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            assertTrue(bytes.length <= 10, piece);
            assertEquals(piece, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void anEmptyTextIsOnePiece() {
        assertEquals(List.of(""), pieces.of(""));
        assertEquals(List.of(""), pieces.of(" ".repeat(40)));
    }
}
