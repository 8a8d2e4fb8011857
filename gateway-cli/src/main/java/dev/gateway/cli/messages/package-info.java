/**
 * The commands for the journal: {@code messages list|show|retry|drop|acknowledge}, {@code send} and
 * {@code pairing list|approve|revoke}, and the candidates for shell completion. May use {@code
 * cli.options}, {@code cli.terminal} and core.
 *
 * <p>Add a command for messages: a class here and a line in {@link
 * dev.gateway.cli.messages.MessagesCommand}; open the journal through {@code JournalAccess}.
 */
package dev.gateway.cli.messages;
