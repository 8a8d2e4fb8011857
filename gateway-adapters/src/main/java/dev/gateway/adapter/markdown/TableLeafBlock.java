package dev.gateway.adapter.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A table, or some of its rows. It is cut between rows, and each part has the header; a row that
 * does not fit becomes a paragraph.
 *
 * @param header the first row
 * @param delimiter the line below it
 * @param rows the other rows
 * @param shown whether the header was shown before
 */
record TableLeafBlock(Row header, String delimiter, List<Row> rows, boolean shown)
        implements LeafBlock {

    /**
     * A row.
     *
     * @param line its source
     * @param cells its cells
     */
    record Row(String line, List<TextLeafBlock> cells) {

        /** Returns the cells, each in a line. */
        TextLeafBlock text() {
            return TextLeafBlock.join(cells);
        }

        private String rendered() {
            var line = new StringBuilder("|");
            for (TextLeafBlock cell : cells) {
                line.append(' ').append(String.join(" ", cell.rendered())).append(" |");
            }
            return line.toString();
        }
    }

    @Override
    public List<String> lines() {
        List<String> source = lines(Row::line);
        return VisibleText.isShownBy(source, visible()) ? source : lines(Row::rendered);
    }

    private List<String> lines(Function<Row, String> form) {
        List<String> lines = new ArrayList<>();
        lines.add(form.apply(header));
        lines.add(delimiter);
        rows.forEach(row -> lines.add(form.apply(row)));
        return lines;
    }

    @Override
    public String visible() {
        var visible = new StringBuilder(header.text().visible());
        rows.forEach(row -> visible.append(row.text().visible()));
        return visible.toString();
    }

    @Override
    public int length() {
        int length = header.line().length();
        for (Row row : rows) {
            length += row.line().length() + 1;
        }
        return length;
    }

    @Override
    public Optional<Cut> cut(Predicate<LeafBlock> fits, int room) {
        int most = Math.min(rows.size() - 1, room + 1);
        int count = LeafBlock.largest(most, n -> n == 0 || fits.test(part(0, n, shown)));
        if (count > 0) {
            return Optional.of(new Cut(part(0, count, shown), part(count, rows.size(), true)));
        }
        if (!shown) {
            return rows.isEmpty()
                    ? header.text().cut(fits, room)
                    : Optional.of(new Cut(header.text(), part(0, rows.size(), true)));
        }
        return rows.size() == 1
                ? rows.get(0).text().cut(fits, room)
                : Optional.of(new Cut(rows.get(0).text(), part(1, rows.size(), true)));
    }

    private TableLeafBlock part(int from, int to, boolean headerShown) {
        return new TableLeafBlock(header, delimiter, rows.subList(from, to), headerShown);
    }

    @Override
    public boolean runsOn() {
        return true;
    }

    @Override
    public LeafBlock plain() {
        var text = new StringBuilder(header.text().text());
        rows.forEach(row -> text.append('\n').append(row.text().text()));
        return TextLeafBlock.plain(text.toString());
    }
}
