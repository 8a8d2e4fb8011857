package dev.gateway.adapter.markdown;

import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The box of a list item that is a task: {@code [ ]} or {@code [x]} before its text. */
enum TaskState {
    NONE(""),
    OPEN("☐"),
    DONE("☑");

    private static final int BOX = 4;

    private final String box;

    TaskState(String box) {
        this.box = box;
    }

    /** Returns the character that shows it. */
    String box() {
        return box;
    }

    static TaskState of(ListItem item) {
        Node block = item.getFirstChild();
        if (!hasWords(block) || !(block.getFirstChild() instanceof Text first) || !isBoxOf(first)) {
            return NONE;
        }
        return first.getLiteral().charAt(1) == ' ' ? OPEN : DONE;
    }

    /** Returns whether a text begins with the box of the item that it is in. */
    static boolean isBoxOf(Text text) {
        String literal = text.getLiteral();
        Node block = text.getParent();
        return text.getPrevious() == null
                && hasWords(block)
                && block.getPrevious() == null
                && block.getParent() instanceof ListItem
                && literal.length() >= BOX
                && literal.charAt(0) == '['
                && " xX".indexOf(literal.charAt(1)) >= 0
                && literal.charAt(2) == ']'
                && literal.charAt(BOX - 1) == ' '
                && (!literal.substring(BOX).isBlank() || isFollowed(text));
    }

    /** Returns whether it is a heading or paragraph; cut, the one is written as the other. */
    private static boolean hasWords(Node block) {
        return block instanceof Paragraph || block instanceof Heading;
    }

    private static boolean isFollowed(Text text) {
        Node next = text.getNext();
        return next != null
                && !(next instanceof SoftLineBreak)
                && !(next instanceof HardLineBreak)
                && !(next instanceof HtmlInline html && VisibleText.isBreak(html));
    }

    /** Returns the text behind the box. */
    static String afterBox(Text text) {
        return text.getLiteral().substring(BOX);
    }
}
