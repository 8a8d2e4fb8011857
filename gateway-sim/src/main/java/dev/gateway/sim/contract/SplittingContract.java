package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gateway.core.platform.MessagePart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checks of where long texts are cut. */
abstract class SplittingContract extends AttachmentContract {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int REPEATED = 5_000;

    /** A character outside the basic plane stays whole in each piece. */
    @Test
    protected void neverCutsASurrogatePair() {
        String text = "x" + "𠮷".repeat(REPEATED * 9);

        for (String piece : pieces(text)) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            assertEquals(piece, new String(bytes, StandardCharsets.UTF_8), "a piece");
        }
        assertEquals(text, String.join("", pieces(text)));
    }

    /** A character as people see it stays whole: flags, families, letters with accents. */
    @Test
    protected void neverCutsWhatIsSeenAsOneCharacter() {
        String text = "x" + "👨‍👩‍👧‍👦🇩🇪e\u0301👍🏽".repeat(REPEATED);
        List<String> cut = new ArrayList<>();
        for (String piece : pieces(text)) {
            cut.addAll(characters(piece));
        }

        assertEquals(characters(text), cut);
    }

    private List<String> pieces(String text) {
        return adapter().split(new MessagePart(text, List.of())).stream()
                .map(MessagePart::text)
                .toList();
    }

    private static List<String> characters(String text) {
        List<String> characters = new ArrayList<>();
        for (Matcher next = GRAPHEME.matcher(text); next.find(); ) {
            characters.add(next.group());
        }
        return characters;
    }
}
