/**
 * The command line of the gateway: the list of commands, parsing, help, completion, and errors that
 * no command handles. May use every package of this module and core.
 *
 * <p>Add a command: a class in the package of its subject, one line in {@link
 * dev.gateway.cli.CommandRegistry}, a row in the README. Help, man page and completion follow from
 * its annotations. A short command also joins the list of short commands in {@code
 * launcher/launcher.sh}.
 */
package dev.gateway.cli;
