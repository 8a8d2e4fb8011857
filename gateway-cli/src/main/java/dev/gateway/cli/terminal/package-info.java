/**
 * The console: output streams with colours, widths and symbols, progress display, formats of
 * durations, and the filter for text from outside. May use {@code core.terminal} and {@code
 * core.concurrent} only.
 *
 * <p>Add a way of printing here, not in a command.
 */
package dev.gateway.cli.terminal;
