/**
 * Tests of single commands and endpoints: their output, exit codes and refusals. May use {@code
 * fixture}. Add a class for each command or endpoint.
 */
package dev.gateway.it.acceptance.commands;
