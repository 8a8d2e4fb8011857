/** Tests of the simulator's measurements. May use {@code fixture}. */
package dev.gateway.it.bench;
