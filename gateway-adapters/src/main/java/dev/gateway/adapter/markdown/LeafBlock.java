package dev.gateway.adapter.markdown;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A block without blocks in it, or a part of one. */
interface LeafBlock {

    /** Two parts that follow each other. */
    record Cut(LeafBlock head, LeafBlock tail) {}

    /** Returns the lines of Markdown that show it, as close to the source as they can be. */
    List<String> lines();

    /** Returns the text that it shows, without white space. */
    String visible();

    /** Returns the characters of its text, about. */
    int length();

    /**
     * Cuts it in two, the first as long as {@code fits} allows.
     *
     * @param fits whether a part fits
     * @param room no part with more characters than this fits
     * @return empty if it is one character or cannot be cut. The first part may still not fit, but
     *     is smaller
     */
    Optional<Cut> cut(Predicate<LeafBlock> fits, int room);

    /** Returns whether it belongs to the block after it. */
    default boolean isHeading() {
        return false;
    }

    /** Returns whether the next line would be taken for a part of it. */
    default boolean runsOn() {
        return false;
    }

    /** Returns the same text without any form, as a last resort. */
    default LeafBlock plain() {
        return this;
    }

    /** Returns the largest number in {@code 0..most} for which {@code fits} holds. */
    static int largest(int most, Predicate<Integer> fits) {
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fits.test(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
