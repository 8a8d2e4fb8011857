/** Tests of the simulator's commands. May use {@code fixture}. Add a class for each command. */
package dev.gateway.it.acceptance.simulator;
