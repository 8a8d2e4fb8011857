/**
 * The {@code gateway-sim} program: its main class and the list of its commands. May use all
 * packages of the simulator; everything else belongs to one of them.
 */
package dev.gateway.sim;
