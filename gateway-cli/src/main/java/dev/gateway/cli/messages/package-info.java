/** What lies in the journal: shown, tried again, given up, sent by hand. */
package dev.gateway.cli.messages;
