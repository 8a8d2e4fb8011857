package dev.gateway.sim.server;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a download: the part that a {@code Range} names, or the whole without one. */
public final class RangedResponse {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,10})-(\\d{0,10})");

    private RangedResponse() {}

    /** Returns whether a request names a part. */
    public static boolean isPart(Request request) {
        return RANGE.matcher(request.header("range").orElse("")).matches();
    }

    /** Returns the whole or a part, or a 416 for a part behind the end. */
    public static Response of(Request request, String mediaType, byte[] whole) {
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        if (!range.matches()) {
            return Response.bytes(200, mediaType, whole);
        }
        long from = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? whole.length : Long.parseLong(range.group(2));
        if (from >= whole.length || last < from) {
            return Response.text(416, "text/plain", "")
                    .withHeader("content-range", "bytes */" + whole.length);
        }
        int end = (int) Math.min(whole.length, last + 1);
        return Response.bytes(206, mediaType, Arrays.copyOfRange(whole, (int) from, end))
                .withHeader(
                        "content-range", "bytes %d-%d/%d".formatted(from, end - 1, whole.length));
    }
}
