package dev.gateway.sim.hosts;

/**
 * The process that has an account, as the database says.
 *
 * @param host the name of its host
 * @param pid its PID
 */
public record LeaseHolder(String host, long pid) {}
