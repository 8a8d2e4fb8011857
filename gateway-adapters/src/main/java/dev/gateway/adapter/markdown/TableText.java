package dev.gateway.adapter.markdown;

import dev.gateway.core.terminal.DisplayWidth;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * A table in characters of one width, with columns aligned by the width that is displayed. Wide
 * cells are not padded to, so that one long sentence does not blow up each line.
 */
final class TableText {

    private static final int WIDEST_PADDED = 40;

    private final List<List<TableCell>> rows = new ArrayList<>();
    private int columns;

    TableText(TableBlock table) {
        new NodeTraversal(table)
                .forEach(
                        node -> {
                            if (node instanceof TableRow row) {
                                rows.add(cells(row));
                            }
                        });
        rows.forEach(row -> columns = Math.max(columns, row.size()));
    }

    /** Returns the lines, the header underlined. */
    String aligned() {
        int[] widths = widths();
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                text.append('\n');
            }
            line(text, rows.get(i), widths);
            if (i == 0) {
                underline(text, widths);
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns];
        for (List<TableCell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = Math.min(DisplayWidth.of(text(row.get(i))), WIDEST_PADDED);
                widths[i] = Math.max(widths[i], width);
            }
        }
        return widths;
    }

    private static void line(StringBuilder text, List<TableCell> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                line.append(" │ ");
            }
            line.append(padded(row.get(i), widths[i]));
        }
        text.append(line.toString().stripTrailing());
    }

    private static String padded(TableCell cell, int width) {
        String text = text(cell);
        int room = Math.max(0, width - DisplayWidth.of(text));
        int before =
                cell.getAlignment() == TableCell.Alignment.RIGHT
                        ? room
                        : cell.getAlignment() == TableCell.Alignment.CENTER ? room / 2 : 0;
        return " ".repeat(before) + text + " ".repeat(room - before);
    }

    private static void underline(StringBuilder text, int[] widths) {
        text.append('\n');
        for (int i = 0; i < widths.length; i++) {
            text.append(i > 0 ? "─┼─" : "").append("─".repeat(widths[i]));
        }
    }

    private static List<TableCell> cells(TableRow row) {
        List<TableCell> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add((TableCell) cell);
        }
        return cells;
    }

    /** Returns the text of a cell on one line. */
    private static String text(TableCell cell) {
        var text = new StringBuilder();
        new NodeTraversal(cell)
                .forEach(
                        node -> {
                            if (node instanceof Text literal) {
                                text.append(literal.getLiteral());
                            } else if (node instanceof Code code) {
                                text.append(code.getLiteral());
                            } else if (node instanceof HtmlInline html) {
                                text.append(VisibleText.isBreak(html) ? " " : html.getLiteral());
                            } else if (node instanceof Image image
                                    && image.getFirstChild() == null) {
                                text.append(image.getDestination());
                            }
                        });
        return text.toString();
    }
}
