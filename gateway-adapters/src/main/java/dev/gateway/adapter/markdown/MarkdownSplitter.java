package dev.gateway.adapter.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A splitter of Markdown into pieces that are Markdown by themselves and fit a platform's limit
 * once they are rendered. It cuts between blocks, then within the block that is too large: code
 * gets fences of its own with its language, a table its header again. No visible text is lost or
 * doubled but the header of a table, and no character is cut in two.
 */
public final class MarkdownSplitter {

    /** A piece that is filled to less than one of so many parts is filled on within a block. */
    private static final int PARTS = 4;

    private final int limit;
    private final ToIntFunction<String> measure;
    private final int gap;

    /**
     * Creates a splitter.
     *
     * @param limit the limit of a message
     * @param measure the size of a text in Markdown as the platform counts it once it is rendered,
     *     {@link TelegramHtml#units} for instance
     */
    public MarkdownSplitter(int limit, ToIntFunction<String> measure) {
        int envelope = measure.applyAsInt("");
        this.limit = limit - envelope;
        this.measure = text -> measure.applyAsInt(text) - envelope;
        this.gap = this.measure.applyAsInt("a\n\nb") - this.measure.applyAsInt("ab");
        if (this.limit < 1) {
            throw new IllegalArgumentException("no room for a character: " + limit);
        }
    }

    /** Returns the pieces in order; the text itself if it fits. */
    public List<String> split(String text) {
        if (measure.applyAsInt(text) <= limit) {
            return List.of(text);
        }
        List<String> pieces = new Filling(BlockSequence.of(MarkdownParser.parse(text))).fill();
        // Nothing but definitions, for instance, is shown as it is.
        return pieces.isEmpty()
                ? new Filling(List.of(new PlacedBlock(List.of(), 0, TextLeafBlock.plain(text))))
                        .fill()
                : pieces;
    }

    /** A text that is being split. */
    private final class Filling {

        private final Deque<PlacedBlock> rest;
        private final List<String> pieces = new ArrayList<>();
        private List<PlacedBlock> piece = new ArrayList<>();
        private int used;

        Filling(List<PlacedBlock> chunks) {
            rest = new ArrayDeque<>(chunks);
        }

        List<String> fill() {
            while (!rest.isEmpty()) {
                place(rest.pop());
            }
            flush();
            return pieces;
        }

        private void place(PlacedBlock next) {
            int room = limit - used - (piece.isEmpty() ? 0 : gap);
            if (fits(next, room)) {
                add(next);
            } else if (!piece.isEmpty() && (room < limit / PARTS || fits(next, limit))) {
                startAnew(next);
            } else {
                cut(next, room);
            }
        }

        private void cut(PlacedBlock next, int room) {
            Optional<LeafBlock.Cut> cut =
                    next.leaf().cut(part -> fits(next.head(part), room), room);
            if (cut.isEmpty() && piece.isEmpty()) {
                add(next);
                flush();
                return;
            }
            PlacedBlock head = cut.map(parts -> next.head(parts.head())).orElse(next);
            if (cut.isPresent() && fits(head, room)) {
                add(head);
                flush();
                pushUnlessEmpty(next.tail(cut.get().tail()));
            } else if (piece.isEmpty()) {
                pushUnlessEmpty(next.tail(cut.get().tail()));
                rest.push(head);
            } else {
                startAnew(next);
            }
        }

        private void pushUnlessEmpty(PlacedBlock chunk) {
            if (chunk.leaf().length() > 0) {
                rest.push(chunk);
            }
        }

        private void add(PlacedBlock chunk) {
            used += cost(chunk) + (piece.isEmpty() ? 0 : gap);
            piece.add(chunk);
        }

        /** Ends the piece; a heading at its end goes to the next one. */
        private void startAnew(PlacedBlock next) {
            rest.push(next);
            int last = piece.size() - 1;
            if (last > 0 && piece.get(last).leaf().isHeading()) {
                rest.push(piece.remove(last));
            }
            flush();
        }

        private void flush() {
            emit(piece);
            piece = new ArrayList<>();
            used = 0;
        }

        private void emit(List<PlacedBlock> chunks) {
            if (chunks.isEmpty()) {
                return;
            }
            String written = PieceWriter.write(chunks);
            if (chunks.size() == 1 || measure.applyAsInt(written) <= limit) {
                pieces.add(written);
                return;
            }
            // Indented under their items, the blocks take more than each by itself.
            int half = chunks.size() / 2;
            emit(chunks.subList(0, half));
            emit(chunks.subList(half, chunks.size()));
        }

        private boolean fits(PlacedBlock chunk, int room) {
            return chunk.leaf().length() <= 2L * room && cost(chunk) <= room;
        }

        private int cost(PlacedBlock chunk) {
            return measure.applyAsInt(PieceWriter.write(List.of(chunk)));
        }
    }
}
