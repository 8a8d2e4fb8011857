package dev.gateway.sim.referee;

import java.time.Duration;

/**
 * A change of the client of a token.
 *
 * @param last the last poll of the old client
 * @param next the first poll of the new client
 * @param gap from the end of {@code last} to the start of {@code next}; negative if they overlap
 */
public record TokenHandover(PollRecord last, PollRecord next, Duration gap) {}
