package dev.gateway.sim.bench;

import java.util.Map;

/** Something that can be measured again and again. */
interface Benchmark {

    /** What is done, for whoever waits. */
    String title();

    /** Whatever has to be there before; called once. */
    default void prepare() throws InterruptedException {}

    /** Measures once. */
    Map<Metric, Double> measure() throws InterruptedException;

    /** Ends the gateways that it left running; called once, after the last measurement. */
    default void end() throws InterruptedException {}
}
