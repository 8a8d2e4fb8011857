package dev.gateway.core.status;

import java.util.Locale;

/** The state of a gateway, as {@code status} shows it. */
public enum GatewayState {
    /** Home acquired, platforms not yet settled. */
    STARTING,
    /**
     * Loaded and validated; waiting for another instance to end, or for an account that no other
     * host of the cluster can have.
     */
    STANDBY,
    /** Every enabled platform is connected. */
    RUNNING,
    /** Up, but a part fails. */
    DEGRADED,
    /** Accepting nothing new, finishing messages in flight. */
    DRAINING,
    /** Releasing platforms and files. */
    STOPPING,
    /** Ended on request. */
    STOPPED,
    /** Ended for another reason. */
    FAILED,
    /** Not known. */
    UNKNOWN;

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it handles messages. */
    public boolean isUp() {
        return this == RUNNING || this == DEGRADED;
    }

    /**
     * Returns whether this state may be followed by {@code next}; final states have no successor.
     */
    public boolean mayTransitionTo(GatewayState next) {
        return switch (this) {
            case STARTING -> next != STARTING;
            case STANDBY, RUNNING, DEGRADED -> next != STARTING && next != this;
            case DRAINING -> next == STOPPING || next == STOPPED || next == FAILED;
            case STOPPING -> next == STOPPED || next == FAILED;
            case STOPPED, FAILED, UNKNOWN -> false;
        };
    }
}
