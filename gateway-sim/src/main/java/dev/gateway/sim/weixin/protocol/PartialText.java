package dev.gateway.sim.weixin.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * The description of a quoted part: its first and last characters, how many equal ones precede each
 * in the whole text, and a digest.
 */
public final class PartialText {

    private static final int EDGE = 3;

    private PartialText() {}

    /** Returns the description of a part that occurs in the whole text. */
    public static ObjectNode of(String whole, String part) {
        int begin = whole.indexOf(part);
        int edge = Math.min(EDGE, part.length());
        String first = part.substring(0, edge);
        String last = part.substring(part.length() - edge);
        return JsonNodeFactory.instance
                .objectNode()
                .put("start", first)
                .put("end", last)
                .put("startindex", before(whole, first, begin))
                .put("endindex", before(whole, last, begin + part.length() - edge))
                .put("quotemd5", MediaCrypto.md5(part.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns how many other occurrences of the words there are before a position. */
    private static int before(String whole, String words, int position) {
        int count = 0;
        int at = whole.indexOf(words);
        while (at >= 0 && at < position) {
            count++;
            at = whole.indexOf(words, at + words.length());
        }
        return count;
    }
}
