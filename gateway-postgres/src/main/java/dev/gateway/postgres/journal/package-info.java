/**
 * The journal in the database: writers that carry out calls in groups, the decisions that need no
 * database, and the numbers that are kept in memory.
 *
 * <p>May use all other packages of the module.
 */
package dev.gateway.postgres.journal;
