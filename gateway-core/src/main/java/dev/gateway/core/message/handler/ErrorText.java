package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Foreign error texts, made fit for one line. */
final class ErrorText {

    private static final int MAX_LENGTH = 200;

    private ErrorText() {}

    /** Returns the error in a piece of JSON, without quoting the JSON. */
    static String of(JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? "it has a text of more than 256 KiB, or too many parts"
                : "it is broken" + place(e.getLocation().getByteOffset());
    }

    /** Returns the position; empty for text input, whose bytes are not counted. */
    private static String place(long offset) {
        return offset < 0 ? "" : " at byte " + offset;
    }

    /** Returns one line of at most some 200 characters. */
    static String brief(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
