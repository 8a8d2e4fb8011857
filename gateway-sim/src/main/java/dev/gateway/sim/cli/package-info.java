/** The commands of {@code gateway-sim}. */
package dev.gateway.sim.cli;
