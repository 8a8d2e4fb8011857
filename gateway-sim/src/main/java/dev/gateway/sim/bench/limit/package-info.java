/**
 * What the machine itself can do, measured beside the gateway's figures: a gateway can be no
 * faster.
 *
 * <p>Uses the JDK and SQLite alone. Add a limit: a constant of {@code MachineLimit} and the class
 * that measures it.
 */
package dev.gateway.sim.bench.limit;
