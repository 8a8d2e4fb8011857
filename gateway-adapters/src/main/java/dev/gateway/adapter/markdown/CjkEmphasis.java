package dev.gateway.adapter.markdown;

import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * The marks that make emphasis work in texts without blanks. CommonMark takes {@code **} between
 * punctuation and a letter for no emphasis, because in European scripts a blank would be there;
 * models write {@code **重点：**内容} all the time. A mark between the stars and the letter counts as
 * punctuation and is removed after parsing.
 */
final class CjkEmphasis {

    /** A punctuation character of Coptic. Texts in which it occurs are left as they are. */
    private static final char MARK = '\u2CFE';

    private CjkEmphasis() {}

    /** Returns the text with marks. */
    static String mark(String text) {
        if (text.indexOf('*') < 0 || text.indexOf(MARK) >= 0) {
            return text;
        }
        var marked = new StringBuilder(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) == '*') {
                end++;
            }
            if (end == at) {
                marked.append(text.charAt(at++));
                continue;
            }
            boolean before = at > 0 && isLetter(text.codePointBefore(at));
            boolean after = end < text.length() && isLetter(text.codePointAt(end));
            if (before && end < text.length() && isPunctuation(text.codePointAt(end))) {
                marked.append(MARK);
            }
            marked.append(text, at, end);
            if (after && at > 0 && isPunctuation(text.codePointBefore(at))) {
                marked.append(MARK);
            }
            at = end;
        }
        return marked.toString();
    }

    /** Returns a marked text without its marks. */
    static String unmark(String text) {
        return text.indexOf(MARK) < 0 ? text : text.replace(String.valueOf(MARK), "");
    }

    /** Removes the marks from a document. */
    static void unmark(Node document) {
        new NodeTraversal(document).forEach(CjkEmphasis::unmarkOne);
    }

    private static void unmarkOne(Node node) {
        if (node instanceof Text text) {
            text.setLiteral(unmark(text.getLiteral()));
        } else if (node instanceof Code code) {
            code.setLiteral(unmark(code.getLiteral()));
        } else if (node instanceof HtmlInline html) {
            html.setLiteral(unmark(html.getLiteral()));
        } else if (node instanceof HtmlBlock html) {
            html.setLiteral(unmark(html.getLiteral()));
        } else if (node instanceof FencedCodeBlock code) {
            code.setLiteral(unmark(code.getLiteral()));
            code.setInfo(unmark(code.getInfo()));
        } else if (node instanceof IndentedCodeBlock code) {
            code.setLiteral(unmark(code.getLiteral()));
        } else if (node instanceof Link link) {
            link.setDestination(unmark(link.getDestination()));
        } else if (node instanceof Image image) {
            image.setDestination(unmark(image.getDestination()));
        }
    }

    private static boolean isLetter(int character) {
        return Character.isIdeographic(character)
                || switch (Character.UnicodeScript.of(character)) {
                    case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> false;
                };
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL ->
                    true;
            default -> false;
        };
    }
}
