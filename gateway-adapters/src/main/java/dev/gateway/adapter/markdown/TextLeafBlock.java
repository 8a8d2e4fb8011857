package dev.gateway.adapter.markdown;

import dev.gateway.adapter.text.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.commonmark.node.Document;
import org.commonmark.node.Node;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * A paragraph or heading, or a part of one. It is cut behind a line, a sentence or a word in the
 * later half, otherwise between two characters; styles go on in the next part.
 *
 * @param source the lines of the whole as they were written; empty for a part
 * @param runs the characters of the whole
 * @param from the index of the first character
 * @param to the index behind the last character
 * @param isHeading whether the whole is a heading
 * @param isPlain whether it is written without any style
 */
record TextLeafBlock(
        List<String> source, StyledText runs, int from, int to, boolean isHeading, boolean isPlain)
        implements LeafBlock {

    private static final MarkdownRenderer RENDERER =
            MarkdownRenderer.builder().extensions(MarkdownParser.EXTENSIONS).build();

    /** Returns the text below a node, with the lines that it was written in. */
    static TextLeafBlock of(Node node, List<String> source, boolean heading) {
        var runs = new StyledText();
        runs.add(node);
        return new TextLeafBlock(source, runs, 0, runs.text().length(), heading, false);
    }

    /** Returns a text that shows each of its characters as it is. */
    static TextLeafBlock plain(String text) {
        return html(text, List.of());
    }

    /** Returns a text that shows each of its characters, with the lines that it was written in. */
    static TextLeafBlock html(String text, List<String> source) {
        var runs = new StyledText();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                runs.addLineBreak();
            }
            runs.add(lines[i]);
        }
        return new TextLeafBlock(source, runs, 0, runs.text().length(), false, true);
    }

    /** Returns whole texts, each in a line. */
    static TextLeafBlock join(List<TextLeafBlock> texts) {
        var runs = new StyledText();
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                runs.addLineBreak();
            }
            runs.add(texts.get(i).runs);
        }
        return new TextLeafBlock(List.of(), runs, 0, runs.text().length(), false, false);
    }

    String text() {
        return runs.text().substring(from, to);
    }

    @Override
    public List<String> lines() {
        if (!source.isEmpty() && shows(source)) {
            return source;
        }
        if (!isPlain) {
            List<String> rendered = rendered();
            if (shows(rendered)) {
                return rendered;
            }
        }
        return escaped(text());
    }

    private boolean shows(List<String> lines) {
        return VisibleText.isShownBy(lines, visible());
    }

    /** Returns the lines with the styles, which may not be read again as they are meant. */
    List<String> rendered() {
        var document = new Document();
        document.appendChild(runs.paragraph(from, to));
        return RENDERER.render(document).strip().lines().map(String::stripLeading).toList();
    }

    @Override
    public String visible() {
        return VisibleText.of(text());
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public Optional<Cut> cut(Predicate<LeafBlock> fits, int room) {
        String text = runs.text();
        int most = Math.min(to - from, 2 * room + 16);
        int end = from + LeafBlock.largest(most, n -> n == 0 || fits.test(part(from, from + n)));
        end = end == to ? border(text, to - 1) : border(text, end);
        if (end <= from) {
            end = Graphemes.borderAfter(text, from);
        }
        return end >= to ? Optional.empty() : Optional.of(new Cut(part(from, end), part(end, to)));
    }

    private int border(String text, int last) {
        int earliest = from + (last - from) / 2;
        for (int end = last; end > earliest; end--) {
            if (text.charAt(end - 1) == '\n' || isSentenceEnd(text, end)) {
                return end;
            }
        }
        for (int end = last; end > earliest; end--) {
            if (Character.isWhitespace(text.charAt(end - 1))) {
                return end;
            }
        }
        return Graphemes.borderAtOrBefore(text, from, last);
    }

    private static boolean isSentenceEnd(String text, int end) {
        char last = text.charAt(end - 1);
        return "。！？；".indexOf(last) >= 0
                || end > 1
                        && Character.isWhitespace(last)
                        && ".!?…:".indexOf(text.charAt(end - 2)) >= 0;
    }

    /** Returns the characters between two indices, without white space around them. */
    private TextLeafBlock part(int begin, int end) {
        String text = runs.text();
        int first = begin;
        int last = end;
        while (first < last && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return new TextLeafBlock(List.of(), runs, first, last, false, isPlain);
    }

    @Override
    public LeafBlock plain() {
        return new TextLeafBlock(List.of(), runs, from, to, false, true);
    }

    private static List<String> escaped(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n")) {
            String stripped = line.strip();
            if (!stripped.isEmpty()) {
                lines.add(escapedLine(stripped));
            }
        }
        return lines.isEmpty() ? List.of("") : lines;
    }

    private static String escapedLine(String line) {
        var escaped = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
