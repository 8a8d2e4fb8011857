/**
 * What the programs need to print for a terminal: its size, how many columns a text takes there,
 * and the layout of a help text. Knows nothing of the gateway.
 */
package dev.gateway.core.terminal;
