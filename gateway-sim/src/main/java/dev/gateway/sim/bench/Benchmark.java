package dev.gateway.sim.bench;

import java.util.Map;

/** A measurement that can be repeated. */
interface Benchmark {

    /** Returns the title that is shown meanwhile. */
    String title();

    /** Prepares the measurements; called once. */
    default void prepare() throws InterruptedException {}

    /** Measures once. */
    Map<Metric, Double> measure() throws InterruptedException;

    /** Stops the gateways that still run; called once, after the last measurement. */
    default void end() throws InterruptedException {}
}
