/**
 * The copy of a whole SQLite journal out of a home and into one.
 *
 * <p>May use {@code journal.engine}, {@code journal.table}, {@code journal.file} and {@code
 * sqlite}.
 */
package dev.gateway.core.journal.transfer;
