package dev.gateway.core.status;

import java.util.Locale;

/** Where a gateway stands, as {@code status} shows it. */
public enum GatewayState {
    /** Home obtained, platforms not yet settled. */
    STARTING,
    /** Loaded and validated; waits for another instance to end. */
    STANDBY,
    /** Every enabled platform is connected. */
    RUNNING,
    /** Up, but something is missing. */
    DEGRADED,
    /** Takes nothing new, finishes what is in flight. */
    DRAINING,
    /** Lets go of platforms and files. */
    STOPPING,
    /** Ended on request. */
    STOPPED,
    /** Ended for another reason. */
    FAILED,
    /** Cannot be told. */
    UNKNOWN;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it serves messages. */
    public boolean isUp() {
        return this == RUNNING || this == DEGRADED;
    }

    /** Whether a gateway in this state may go to {@code next}; the end of a life is final. */
    public boolean mayBecome(GatewayState next) {
        return switch (this) {
            case STARTING -> next != STARTING;
            case RUNNING, DEGRADED -> next != STARTING && next != STANDBY && next != this;
            case DRAINING -> next == STOPPING || next == STOPPED || next == FAILED;
            case STOPPING -> next == STOPPED || next == FAILED;
            case STANDBY, STOPPED, FAILED, UNKNOWN -> false;
        };
    }
}
