/**
 * The scenario language: steps and expectations as plain records, which a YAML file is read into,
 * which are written as one, and which code can create as well.
 *
 * <p>May use {@code core.yaml}, {@code core.time}, {@code sim.chat}'s registry of platforms and
 * {@code sim.server}'s fault notation; runs nothing, {@code sim.runner} does. Add a step: a record
 * in {@code Step} with its {@code Keyword} and an action in {@code StepExecutor}. Add an
 * expectation: a record in {@code Expectation} and a check in {@code ExpectationChecker}. {@code
 * KeywordCoverageTest} finds a missing one.
 */
package dev.gateway.sim.scenario;
