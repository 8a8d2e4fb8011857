/** The {@code gateway} command: parses, calls core, prints. */
package dev.gateway.cli;
