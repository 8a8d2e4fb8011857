package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Words of others, made fit for one line of an error. */
final class ErrorText {

    private static final int LONGEST = 200;

    private ErrorText() {}

    /** Returns what is wrong with a piece of JSON, without quoting any of it. */
    static String of(JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? "it has a text of more than 256 KiB, or too many parts"
                : "it is broken" + place(e.getLocation().getByteOffset());
    }

    /** Returns nothing if it was read as text: then its bytes were not counted. */
    private static String place(long offset) {
        return offset < 0 ? "" : " at byte " + offset;
    }

    /** Returns one line of at most some 200 characters. */
    static String brief(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
