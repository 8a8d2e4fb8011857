/**
 * The adoption of accounts, and the storage of what platforms give.
 *
 * <p>May use {@code connection}, {@code table}, {@code writer}.
 */
package dev.gateway.postgres.intake;
