package dev.gateway.sim.weixin;

import java.time.Duration;

/**
 * Second deliveries of messages that were delivered before.
 *
 * @param kind which id the second one has
 * @param after how long after the first delivery it comes; real ones came after 1 s to 50 min
 */
public record DuplicatePolicy(Kind kind, Duration after) {

    /** What identifies the second delivery. */
    public enum Kind {
        /** There is none. */
        NONE,
        /** The {@code message_id} of the first. */
        SAME_ID,
        /** A new {@code message_id} and {@code seq}; the rest is the same. */
        NEW_ID,
        /** Neither {@code message_id} nor {@code seq}; the rest is the same. */
        NO_ID
    }

    /** Each message comes once. */
    public static DuplicatePolicy none() {
        return new DuplicatePolicy(Kind.NONE, Duration.ZERO);
    }
}
