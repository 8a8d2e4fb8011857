/**
 * Several hosts on one real PostgreSQL, for the demo and scenarios: the database with a line of its
 * own to each host, its faults, and who has which account.
 *
 * <p>May use {@code sim.postgres}, {@code sim.network} and {@code sim.timeline}. {@code
 * SharedDatabase} is the entry: add a fault there, and the word for it in {@code sim.scenario}.
 */
package dev.gateway.sim.hosts;
