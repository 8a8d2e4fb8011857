/**
 * The process harness: drives packaged commands as real processes (start, signal, wait, read,
 * damage) and leaves none behind. {@code ProcessScope} bounds their lives, {@code Workspace} adds a
 * temporary folder, and {@code Await} is the one way to poll for a condition.
 *
 * <p>The ground floor of the simulator: may use {@code core.time}, and nothing of the code under
 * test; it reads {@code /proc} and the home's files itself. Add a way to damage a file as a
 * constant of {@code FileDamage}, a file of the home as a method of {@code ObservedHome}.
 */
package dev.gateway.sim.process;
