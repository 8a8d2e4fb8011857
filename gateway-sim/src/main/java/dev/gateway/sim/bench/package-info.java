/**
 * {@code gateway-sim bench}: the speed and size of the packaged gateway.
 *
 * <p>May use {@code sim.process}, {@code sim.console}, {@code sim.telegram}, {@code sim.referee},
 * {@code sim.fleet}, {@code bench.usage}, {@code bench.limit} and the options of {@code sim.cli}.
 * Add a benchmark: a class that implements {@code Benchmark}, a line in {@code BenchmarkSuite}, a
 * {@code Metric} for each of its figures.
 */
package dev.gateway.sim.bench;
