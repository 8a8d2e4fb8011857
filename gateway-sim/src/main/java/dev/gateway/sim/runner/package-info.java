/**
 * The scenario runner: runs scenarios with real processes and fake platforms, checks their
 * expectations, and reports the outcome.
 *
 * <p>May use {@code sim.scenario}, {@code sim.process}, {@code sim.timeline}, the registry of fake
 * platforms and their referee, not a fake's own package. A step's action belongs to {@code
 * StepExecutor}, an expectation's check to {@code ExpectationChecker}, what is printed to {@code
 * sim.cli}.
 */
package dev.gateway.sim.runner;
