package dev.gateway.sim.runner;

/**
 * What was seen at one moment.
 *
 * @param so whether it is as expected
 * @param what it was
 */
record Observation(boolean so, String what) {}
