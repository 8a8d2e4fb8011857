/**
 * {@code gateway-sim demo}: a minute of a gateway's operation, with users who chat throughout.
 *
 * <p>May use the fakes of {@code sim.chat}, {@code sim.process}, {@code sim.timeline}, {@code
 * sim.console} and the options of {@code sim.cli}. Add a phase to {@code DemoScript}, a delay to
 * {@code DemoTimings}, a column to {@code PlatformResultTable}.
 */
package dev.gateway.sim.demo;
