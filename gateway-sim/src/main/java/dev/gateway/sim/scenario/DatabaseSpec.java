package dev.gateway.sim.scenario;

import java.time.Duration;

/**
 * A real PostgreSQL that all homes share: each is a host of its own, called as the home is, with a
 * folder of locks and a line to the database of its own.
 *
 * @param lease the lease of an account
 * @param joinAfter the time after which a host gets accounts that others have
 * @param standby whether a standby follows the database, and how
 */
public record DatabaseSpec(
        @ScenarioKey(defaultValue = "4s", main = true) Duration lease,
        @ScenarioKey(defaultValue = "1s") Duration joinAfter,
        @ScenarioKey(defaultValue = "none") Standby standby) {

    /** The kinds of standbys. */
    public enum Standby {
        /** There is none. */
        NONE,
        /** A commit does not wait for it. */
        ASYNCHRONOUS,
        /** A commit waits until it is on the standby's disk. */
        SYNCHRONOUS
    }
}
