/**
 * Observations of the fake platforms: the polls of each token, the deliveries of each message, the
 * answers. The observers take no part in the protocol.
 *
 * <p>All times are {@link java.lang.System#nanoTime()}, which on Linux is the same clock in all
 * processes of a machine. May use {@code server} only. Add an observation: a record here, its JSON
 * form in {@link dev.gateway.sim.referee.RefereeJson}, its path in {@code control}.
 */
package dev.gateway.sim.referee;
