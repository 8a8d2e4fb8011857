/**
 * The commands that show a gateway and change nothing: {@code status}, {@code tokens}, {@code
 * events} and {@code logs}. May use {@code cli.options}, {@code cli.terminal} and core.
 *
 * <p>Add a column or hint of {@code status}: {@code StatusTable}. Add a filter of {@code logs}:
 * {@code LogFilter}.
 */
package dev.gateway.cli.view;
