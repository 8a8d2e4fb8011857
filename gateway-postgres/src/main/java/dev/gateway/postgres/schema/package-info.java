/**
 * The tables: steps that bring a schema to the present version, the rights that they need, and the
 * guard against a database that is another one than before.
 *
 * <p>May use {@code connection}. To add a table, add it to the class of its group, or write one; a
 * released step is never changed, and steps only add: an older gateway works beside a newer one.
 */
package dev.gateway.postgres.schema;
