package dev.gateway.adapter.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The borders between characters as people see them. */
public final class Graphemes {

    private static final Pattern CHARACTER = Pattern.compile("\\X");

    /** The longest character to keep whole, in UTF-16 units. */
    private static final int LONGEST = 32;

    private Graphemes() {}

    /**
     * Returns the last border at {@code index} or before it.
     *
     * @param from a border before {@code index}
     * @return {@code from} if the first character is longer; a border of code points in a cluster
     *     without end
     */
    public static int borderAtOrBefore(String text, int from, int index) {
        int end = from;
        Matcher characters = CHARACTER.matcher(text).region(from, text.length());
        while (end < index && characters.find() && characters.end() <= index) {
            end = characters.end();
        }
        return index - end > LONGEST ? betweenPairs(text, index) : end;
    }

    /** Returns the first border behind {@code index}, which is a border. */
    public static int borderAfter(String text, int index) {
        Matcher character = CHARACTER.matcher(text).region(index, text.length());
        int end = character.find() ? character.end() : text.length();
        return end - index > LONGEST ? betweenPairs(text, index + LONGEST) : end;
    }

    private static int betweenPairs(String text, int index) {
        return index > 0
                        && index < text.length()
                        && Character.isLowSurrogate(text.charAt(index))
                        && Character.isHighSurrogate(text.charAt(index - 1))
                ? index - 1
                : index;
    }
}
