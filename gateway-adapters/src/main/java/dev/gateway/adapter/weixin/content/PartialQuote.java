package dev.gateway.adapter.weixin.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A selected part of a quoted text.
 *
 * @param start its first characters
 * @param startIndex the number of equal ones before them in the whole text
 * @param end its last characters
 * @param endIndex the number of equal ones before them, in the whole text or after the first
 *     characters: clients differ
 * @param md5 the digest of the part in hex, which decides between the two; may be empty
 */
record PartialQuote(String start, long startIndex, String end, long endIndex, String md5) {

    /** Returns the part that a message describes; empty if it describes none. */
    static Optional<PartialQuote> of(JsonNode partial) {
        var part =
                new PartialQuote(
                        JsonFields.text(partial, "start"),
                        JsonFields.number(partial, "startindex"),
                        JsonFields.text(partial, "end"),
                        JsonFields.number(partial, "endindex"),
                        JsonFields.text(partial, "quotemd5").toLowerCase(Locale.ROOT));
        return part.start.isEmpty() || part.end.isEmpty() ? Optional.empty() : Optional.of(part);
    }

    /** Returns the part of a text; empty if it is not in it. */
    Optional<String> in(String text) {
        int from = position(text, start, startIndex, 0);
        if (from < 0) {
            return Optional.empty();
        }
        return Stream.of(
                        position(text, end, endIndex, 0),
                        position(text, end, endIndex, from + start.length()))
                .filter(at -> at >= from)
                .map(at -> text.substring(from, at + end.length()))
                .filter(part -> md5.isEmpty() || md5.equals(md5Of(part)))
                .findFirst();
    }

    private static int position(String text, String words, long before, int from) {
        int at = text.indexOf(words, from);
        for (long i = 0; i < before && at >= 0; i++) {
            at = text.indexOf(words, at + words.length());
        }
        return at;
    }

    private static String md5Of(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
