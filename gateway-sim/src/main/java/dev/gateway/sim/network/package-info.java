/**
 * A line between a program and a server that can be slow, cut in one direction or both, reset and
 * healed, without root: {@code TcpProxy} is the entry, {@code Relay} carries the bytes of one
 * connection in one direction, {@code RelayState} says what the network does to them.
 *
 * <p>The ground floor of the simulator: knows nothing of protocols, and uses no other package.
 */
package dev.gateway.sim.network;
