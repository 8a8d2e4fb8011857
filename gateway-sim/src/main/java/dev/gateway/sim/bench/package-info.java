/** {@code gateway-sim bench}: how fast and how small the packaged gateway is. */
package dev.gateway.sim.bench;
