package dev.gateway.sim.weixin.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The cursor of a poll. Each answer has a new text, so that clients can neither guess nor compare
 * it.
 */
public final class UpdateCursor {

    private UpdateCursor() {}

    /** Returns the bot's cursor for a position; the serial number makes its text unique. */
    public static String at(String botId, int position, long serial) {
        String text = "weixin:" + position + ":" + serial + ":" + botId;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the position of a cursor; the start for no cursor and for an unknown one. */
    public static int position(String cursor) {
        return parts(cursor).map(parts -> number(parts[1])).orElse(0);
    }

    /** Returns whether the cursor was given to another bot. */
    public static boolean isForeign(String cursor, String botId) {
        return parts(cursor).filter(parts -> !parts[3].equals(botId)).isPresent();
    }

    private static int number(String digits) {
        try {
            return Math.max(0, Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<String[]> parts(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split(":");
            return Optional.of(parts).filter(all -> all.length == 4 && all[0].equals("weixin"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
