package dev.gateway.postgres.connection;

import java.util.Objects;

/**
 * The identity of a database cluster, and the branch of its history. Copies of a cluster have the
 * same identifier; each promotion of a standby begins a new timeline with a higher number.
 *
 * @param system the identifier of the cluster
 * @param timeline the number of the branch
 */
public record ServerIdentity(String system, long timeline) {

    /** Checks that nothing is missing. */
    public ServerIdentity {
        Objects.requireNonNull(system, "system");
    }

    @Override
    public String toString() {
        return "database cluster " + system + " on timeline " + timeline;
    }
}
