/**
 * {@code gateway-sim try}: a conversation with a real gateway on fake platforms. Uses the fakes,
 * the process harness and the temporary stage; the command line is in {@code sim.cli}.
 */
package dev.gateway.sim.tryout;
