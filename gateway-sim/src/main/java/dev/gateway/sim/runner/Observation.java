package dev.gateway.sim.runner;

/**
 * An observation at one moment.
 *
 * @param satisfied whether it is as expected
 * @param description a description of it
 */
record Observation(boolean satisfied, String description) {}
