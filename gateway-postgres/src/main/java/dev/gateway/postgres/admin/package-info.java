/**
 * The operator's access to a shared journal, from any host that reaches the database: messages,
 * answers, conversations and pairings. A change wakes the host that holds the account.
 *
 * <p>May use {@code connection}, {@code schema} and {@code table}.
 */
package dev.gateway.postgres.admin;
