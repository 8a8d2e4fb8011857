/**
 * What a process takes of the machine: processor time, memory, threads, files, system calls.
 *
 * <p>May use {@code sim.process}. A figure that the machine does not tell is empty, never 0.
 */
package dev.gateway.sim.bench.usage;
