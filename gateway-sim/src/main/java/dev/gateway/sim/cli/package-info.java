/**
 * The commands of {@code gateway-sim} and the options that they share.
 *
 * <p>The top floor of the simulator: may use all other packages; commands with much code of their
 * own live in packages of their own ({@code bench}, {@code demo}, {@code tryout}). Add a command: a
 * class here, a line in {@code SimCli}, a row in the README.
 */
package dev.gateway.sim.cli;
