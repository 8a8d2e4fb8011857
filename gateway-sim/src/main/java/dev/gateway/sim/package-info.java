/** The {@code gateway-sim} command. */
package dev.gateway.sim;
