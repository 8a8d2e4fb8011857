package dev.gateway.sim.weixin.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a poll goes on from. A new text for each answer, so that nobody can guess or compare. */
public final class UpdateCursor {

    private UpdateCursor() {}

    public static String at(int position, long serial) {
        String text = "weixin:" + position + ":" + serial;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The start for no cursor and for one that this platform never gave. */
    public static int position(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split(":");
            return parts.length == 3 && parts[0].equals("weixin")
                    ? Math.max(0, Integer.parseInt(parts[1]))
                    : 0;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }
}
