package dev.gateway.core.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The layout of a help text for one width: paragraphs, rows of a label with its explanation, and
 * examples. No line is longer than the width, wherever the source breaks its lines.
 */
public final class HelpLayout {

    private static final String INDENT = "  ";
    private static final String CONTINUED = "      ";
    private static final int WIDEST_LABEL = 22;

    private final int width;
    private final UnaryOperator<String> label;
    private final StringBuilder out = new StringBuilder();

    /**
     * Creates a layout for that many columns.
     *
     * @param label colours a label without changing its columns
     */
    public HelpLayout(int width, UnaryOperator<String> label) {
        this.width = width;
        this.label = label;
    }

    /** A label with its explanation. */
    public record Row(String label, String text) {}

    /** A part of a footer. */
    public sealed interface Part permits Paragraph, Example {}

    /** A paragraph of a footer, which the layout fills. */
    public record Paragraph(String text) implements Part {}

    /**
     * An example: a command and its explanation.
     *
     * @param command the command without indent
     * @param text the explanation; empty if there is none
     */
    public record Example(String command, String text) implements Part {}

    /** Adds a paragraph. */
    public HelpLayout paragraph(String text) {
        DisplayWidth.wrap(text, width).forEach(this::line);
        return this;
    }

    /** Adds rows whose explanations begin in the same column. */
    public HelpLayout rows(List<Row> rows) {
        int widest = 0;
        for (Row row : rows) {
            int columns = DisplayWidth.of(row.label());
            widest = columns <= WIDEST_LABEL ? Math.max(widest, columns) : widest;
        }
        String gap = " ".repeat(INDENT.length() + widest + 2);
        for (Row row : rows) {
            List<String> lines = DisplayWidth.wrap(row.text(), width - gap.length());
            String head = INDENT + label.apply(row.label());
            int columns = DisplayWidth.of(row.label());
            int next = 0;
            if (columns <= widest && !lines.isEmpty()) {
                head += " ".repeat(widest - columns + 2) + lines.get(next++);
            }
            line(head);
            for (; next < lines.size(); next++) {
                line(gap + lines.get(next));
            }
        }
        return this;
    }

    /** Adds a footer in its source form; see {@link #blocks}. */
    public HelpLayout footer(List<String> source) {
        for (List<Part> block : blocks(source)) {
            List<Example> examples = new ArrayList<>();
            for (Part part : block) {
                if (part instanceof Example example) {
                    examples.add(example);
                } else if (part instanceof Paragraph paragraph) {
                    paragraph(paragraph.text());
                }
            }
            examples(examples);
            line("");
        }
        if (!source.isEmpty()) {
            out.setLength(out.length() - 1);
        }
        return this;
    }

    /**
     * Returns the blocks of a footer, which empty lines separate. Lines of a paragraph are joined.
     * A line that begins with two blanks is an example; its explanation follows after two or more
     * blanks, or in the next line after six.
     */
    public static List<List<Part>> blocks(List<String> source) {
        List<List<Part>> blocks = new ArrayList<>();
        List<Part> block = new ArrayList<>();
        for (String text : source) {
            int last = block.size() - 1;
            if (text.isBlank()) {
                if (!block.isEmpty()) {
                    blocks.add(block);
                }
                block = new ArrayList<>();
            } else if (text.startsWith(CONTINUED)
                    && last >= 0
                    && block.get(last) instanceof Example example) {
                block.set(
                        last,
                        new Example(
                                example.command(), (example.text() + " " + text.strip()).strip()));
            } else if (text.startsWith(INDENT)) {
                String[] parts = text.strip().split(" {2,}", 2);
                block.add(new Example(parts[0], parts.length > 1 ? parts[1] : ""));
            } else if (last >= 0 && block.get(last) instanceof Paragraph before) {
                block.set(last, new Paragraph(before.text() + " " + text.strip()));
            } else {
                block.add(new Paragraph(text.strip()));
            }
        }
        if (!block.isEmpty()) {
            blocks.add(block);
        }
        return blocks;
    }

    private void examples(List<Example> examples) {
        int widest = 0;
        boolean beside = true;
        for (Example example : examples) {
            if (!example.text().isEmpty()) {
                widest = Math.max(widest, DisplayWidth.of(example.command()));
            }
        }
        for (Example example : examples) {
            int needed = INDENT.length() + widest + 3 + DisplayWidth.of(example.text());
            beside &= example.text().isEmpty() || needed <= width;
        }
        for (Example example : examples) {
            if (beside && !example.text().isEmpty()) {
                line(INDENT + DisplayWidth.pad(example.command(), widest) + "   " + example.text());
                continue;
            }
            command(example.command());
            if (!example.text().isEmpty()) {
                DisplayWidth.wrap(example.text(), width - CONTINUED.length())
                        .forEach(line -> line(CONTINUED + line));
            }
        }
    }

    /** Breaks a long command with backslashes, so that it can still be pasted. */
    private void command(String command) {
        var line = new StringBuilder(INDENT);
        for (String word : words(command)) {
            boolean first = line.toString().isBlank();
            if (!first && line.length() + 1 + DisplayWidth.of(word) > width - 2) {
                line(line + " \\");
                line.setLength(0);
                line.append(CONTINUED);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        line(line.toString());
    }

    /**
     * Returns the words of a command as a shell separates them, as far as examples need it: blanks
     * in quotes separate nothing.
     */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (char c : command.toCharArray()) {
            quoted ^= c == '\'';
            if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    /** Returns the text of the layout. */
    public String text() {
        return out.toString();
    }
}
