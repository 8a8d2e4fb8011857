/**
 * The output of programs to a terminal: its size, the columns of a text, the layout of a help text.
 *
 * <p>May use picocli (HelpRenderer only), no other package; knows nothing of the gateway. The
 * command line and the simulator use it.
 *
 * <p>Add a part of a help text: a case of {@code HelpLayout.Part}.
 */
package dev.gateway.core.terminal;
