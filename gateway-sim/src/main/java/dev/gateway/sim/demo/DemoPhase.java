package dev.gateway.sim.demo;

/**
 * A part of a story, for the table of gaps; several parts may have one name.
 *
 * @param name what happens
 * @param fromNanos its beginning
 */
record DemoPhase(String name, long fromNanos) {}
