/**
 * Connections to the database: every one with its timeouts, a fixed search path, verified
 * encryption, and to a server that the guard admits. Also the text and the kind of its failures.
 *
 * <p>Uses no other package of this module. Each connection belongs to one thread.
 */
package dev.gateway.postgres.connection;
