package dev.gateway.sim.referee;

import java.time.Duration;

/**
 * A token passed from one client to the next.
 *
 * @param last the last poll of the one
 * @param next the first poll of the other
 * @param gap from the end of the one to the start of the other; negative if they overlapped
 */
public record TokenHandover(PollRecord last, PollRecord next, Duration gap) {}
