/**
 * Progress output and terminal detection for commands of the simulator that start gateways. May use
 * the JDK only. Add here what several commands show while they run; the layout of help is in {@code
 * sim.cli}.
 */
package dev.gateway.sim.console;
