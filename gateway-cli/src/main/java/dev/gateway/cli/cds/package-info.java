/** What the launcher script runs beside the command itself. */
package dev.gateway.cli.cds;
