package dev.gateway.sim.runner;

/**
 * What was seen at one moment.
 *
 * @param satisfied whether it is as expected
 * @param description it was
 */
record Observation(boolean satisfied, String description) {}
