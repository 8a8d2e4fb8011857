/**
 * A real PostgreSQL on loopback, with its data in a temporary folder: stopped, crashed, frozen,
 * copied to a standby and promoted by tests, scenarios and the demo. {@code PostgresServer} is the
 * entry; {@code PostgresBinaries} finds the programs, {@code ServerUser} runs them when the JVM is
 * root, and {@code ServerKeeper} leaves nothing behind when the JVM dies.
 *
 * <p>May use {@code process} and JDBC. Linux only. Writes to the disk are synchronous, as in
 * earnest: add no setting that a production server would not have, except by {@code
 * PostgresServer.Settings}.
 */
package dev.gateway.sim.postgres;
