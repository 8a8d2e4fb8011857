package dev.gateway.sim.play;

/**
 * What was seen at one moment.
 *
 * @param so whether it is as expected
 * @param what it was
 */
record Seen(boolean so, String what) {}
