/**
 * The decision on who may talk to the bot and which messages of a group are meant for it.
 *
 * <p>May use {@code config} and {@code platform}. The journal applies the decision and keeps the
 * pairings, so that the decision on a pairing and the storage of the message are one transaction.
 *
 * <p>Add a rule: a constant of {@code AccessRule} and a line in {@code AccessDecision}.
 */
package dev.gateway.core.access;
