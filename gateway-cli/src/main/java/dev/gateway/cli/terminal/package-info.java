/** What people see: colours and live progress on a terminal, plain lines anywhere else. */
package dev.gateway.cli.terminal;
