/**
 * The statements on the tables of the journal, each for a group of tasks at once: rows go in as
 * arrays, and what one task would do in several steps is one statement with common table
 * expressions, for a round trip to the database costs more than the work in it. Those that need the
 * right of a session lock its row first, so that the end of the session and the statement exclude
 * each other; without the row they change nothing. Not thread-safe: each belongs to one connection.
 *
 * <p>May use {@code connection} and {@code schema}.
 */
package dev.gateway.postgres.table;
