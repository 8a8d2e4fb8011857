/**
 * The end of a process: one stop request, one time budget, one watchdog, one exit code.
 *
 * <p>May use {@code time} and {@code concurrent}. It stands below everything that can end a
 * gateway.
 *
 * <p>Add an exit code to {@code ExitCode} and to the table in the README; the systemd unit decides
 * by it about restarts. Add a limit of a stop to {@code ShutdownBudget}, derived from the others.
 */
package dev.gateway.core.shutdown;
