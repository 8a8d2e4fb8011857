package dev.gateway.sim.telegram.protocol;

import java.nio.charset.StandardCharsets;

/** A byte offset in UTF-8 text. The errors of the Bot API count bytes, not characters. */
final class Utf8Offset {

    private Utf8Offset() {}

    /** Returns the number of UTF-8 bytes before a character. */
    static int of(String text, int index) {
        return text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }
}
