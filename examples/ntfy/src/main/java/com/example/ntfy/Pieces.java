package com.example.ntfy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into pieces of so many bytes in UTF-8: behind a line, else behind a word, else behind
 * a character as people see it, but never inside one.
 */
final class Pieces {

    /** A cut earlier than at this part of the room would waste too much of it. */
    private static final int EARLIEST = 4;

    /** One character as people see it: a flag, a letter with its accents. */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private final int limit;

    Pieces(int limit) {
        this.limit = limit;
    }

    /** Returns one piece at least. */
    List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (bytes(rest) > limit) {
            int room = room(rest);
            int cut = Math.max(rest.lastIndexOf('\n', room), rest.lastIndexOf(' ', room));
            if (cut < room / EARLIEST || cut == 0) {
                cut = room;
            }
            pieces.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        if (pieces.isEmpty() || !rest.isEmpty()) {
            pieces.add(rest);
        }
        pieces.removeIf(piece -> piece.isEmpty() && !text.isEmpty());
        return pieces.isEmpty() ? List.of("") : pieces;
    }

    /** Returns how many UTF-16 units of whole characters fit; of one character if none does. */
    private int room(String text) {
        int taken = 0;
        Matcher character = CHARACTER.matcher(text);
        int units = Character.charCount(text.codePointAt(0));
        while (character.find()) {
            taken += bytes(character.group());
            if (taken > limit) {
                break;
            }
            units = character.end();
        }
        return units;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
