package dev.gateway.sim.weixin.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The cursor of a poll. Each answer has a new text, so that clients can neither guess nor compare
 * it.
 */
public final class UpdateCursor {

    private UpdateCursor() {}

    /** Returns the cursor for a position; the serial number makes its text unique. */
    public static String at(int position, long serial) {
        String text = "weixin:" + position + ":" + serial;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the position of a cursor; the start for no cursor and for an unknown one. */
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
