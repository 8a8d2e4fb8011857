package dev.gateway.adapter.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownSplitterTest {

    private static List<String> split(int limit, String text) {
        return new MarkdownSplitter(limit, TelegramHtml::units).split(text);
    }

    @Test
    void aTextThatFitsStaysAsItIs() {
        String text = "# A\n\n* one\n* two\n\n[ref]\n\n[ref]: http://x";
        assertThat(split(100, text)).containsExactly(text);
    }

    @Test
    void itCutsBetweenBlocksAndKeepsAHeadingWithItsText() {
        assertThat(split(40, "first paragraph here\n\n## Head\n\nsecond paragraph here"))
                .containsExactly("first paragraph here", "## Head\n\nsecond paragraph here");
    }

    @Test
    void codeIsClosedAndOpenedAgainWithItsLanguage() {
        assertThat(split(20, "```js\nline one;\nline two;\nline three;\n```"))
                .containsExactly("```js\nline one;\nline two;\n```", "```js\nline three;\n```");
    }

    @Test
    void aTableHasItsHeaderAgain() {
        assertThat(
                        split(
                                36,
                                "| a | b |\n|--|--|\n| 1 | one |\n| 2 | two |\n| 3 | three |\n| 4 | four |"))
                .allSatisfy(piece -> assertThat(piece).startsWith("| a | b |\n|--|--|\n| "))
                .hasSizeGreaterThan(1);
    }

    @Test
    void theNumbersOfAListGoOn() {
        assertThat(split(30, "1. first item\n2. second item\n   - below\n3. third item"))
                .containsExactly("1. first item\n2. second item", "- below\n3. third item");
    }

    @Test
    void aParagraphIsCutBehindASentenceAndStylesGoOn() {
        assertThat(split(30, "**One sentence here. Another sentence there. And more.**"))
                .containsExactly(
                        "**One sentence here.**", "**Another sentence there.**", "**And more.**");
    }

    @Test
    void aLinkByReferenceKeepsItsAddress() {
        assertThat(split(20, "see [the docs][d] first\n\nother text\n\n[d]: http://x.y/"))
                .containsExactly("see [the docs](http://x.y/) first", "other text");
    }

    @Test
    void definitionsTakeNoRoomAndAloneAreShown() {
        assertThat(TelegramHtml.of("[d]: http://x.y/\n\nsee [d]\n\n[e]: http://z"))
                .isEqualTo("see <a href=\"http://x.y/\">d</a>");
        assertThat(new MarkdownSplitter(20, String::length).split("[a]: b\n".repeat(20)))
                .hasSizeGreaterThan(1)
                .allMatch(piece -> PlainText.of(piece).startsWith("["));
    }

    @Test
    void noCharacterIsCut() {
        String family = "👨‍👩‍👧‍👦";
        assertThat(split(25, family.repeat(5)))
                .allSatisfy(piece -> assertThat(piece.replace(family, "")).isEmpty());
        assertThat(split(6, "🇩🇪🇫🇷🇮🇹")).containsExactly("🇩🇪", "🇫🇷", "🇮🇹");
    }
}
