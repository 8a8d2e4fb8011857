/** {@code gateway-sim demo}: a gateway's life in a minute, with people who chat throughout. */
package dev.gateway.sim.demo;
