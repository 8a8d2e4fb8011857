package dev.gateway.core.platform;

import java.time.Duration;

/**
 * A limit of a platform for sending.
 *
 * @param messages the greatest number of messages in any period of that length
 * @param per the length of the period
 */
public record SendLimit(int messages, Duration per) {

    /** Checks that the limit lets a message pass. */
    public SendLimit {
        if (messages < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("no limit: " + messages + " in " + per);
        }
    }
}
