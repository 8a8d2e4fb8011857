/**
 * The copy of a whole journal out of the database and into it, while no host uses it.
 *
 * <p>May use {@code connection}, {@code schema}, {@code table}, {@code attachment} and {@code
 * spool}.
 */
package dev.gateway.postgres.transfer;
