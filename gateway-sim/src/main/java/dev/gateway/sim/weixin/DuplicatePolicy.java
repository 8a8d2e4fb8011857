package dev.gateway.sim.weixin;

import java.time.Duration;

/**
 * The policy for second deliveries of delivered messages.
 *
 * @param kind the id of the second delivery
 * @param after the time between first and second delivery; 1 s to 50 min were seen
 */
public record DuplicatePolicy(Kind kind, Duration after) {

    /** The identification of a second delivery. */
    public enum Kind {
        /** There is no second delivery. */
        NONE,
        /** The second delivery has the {@code message_id} of the first. */
        SAME_ID,
        /**
         * The second delivery has a new {@code message_id} and {@code seq}; the rest is the same.
         */
        NEW_ID,
        /**
         * The second delivery has neither {@code message_id} nor {@code seq}; the rest is the same.
         */
        NO_ID
    }

    /** Returns the policy without second deliveries. */
    public static DuplicatePolicy none() {
        return new DuplicatePolicy(Kind.NONE, Duration.ZERO);
    }
}
