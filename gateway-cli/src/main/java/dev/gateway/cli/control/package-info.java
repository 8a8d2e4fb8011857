/**
 * The commands that start, stop, restart and reload a gateway from outside, with their progress
 * output. May use {@code cli.options}, {@code cli.service}, {@code cli.terminal} and core.
 *
 * <p>Add a phase to show: a case in {@link dev.gateway.cli.control.PhaseReporter}.
 */
package dev.gateway.cli.control;
