/**
 * The threads that write to the database: calls that arrive while one of them waits are carried out
 * together. Tasks and steps of each kind are in {@code intake} and {@code queue}.
 *
 * <p>May use {@code connection}, {@code table}.
 */
package dev.gateway.postgres.writer;
