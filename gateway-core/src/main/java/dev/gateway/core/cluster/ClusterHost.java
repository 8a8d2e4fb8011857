package dev.gateway.core.cluster;

import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One process among those that share a journal.
 *
 * @param session its registration, which ends for good when it is lost
 * @param name the name of its host
 * @param home its home
 * @param pid its PID on that host
 * @param version the version of its program
 * @param weight its share of the accounts; 0 for a standby
 * @param draining whether it gives all its accounts away
 * @param outgoing whether it has passed its home on and only finishes its messages
 * @param successorOf the process of the same home whose accounts it gets
 * @param beatAge the time since its last beat was seen, by the observer's clock
 * @param since the time since it registered
 * @param joinAfter the time of steady beats after which it gets its share
 */
public record ClusterHost(
        SessionId session,
        String name,
        String home,
        long pid,
        String version,
        int weight,
        boolean draining,
        boolean outgoing,
        Optional<SessionId> successorOf,
        Duration beatAge,
        Duration since,
        Duration joinAfter) {

    /** Checks that nothing is missing. */
    public ClusterHost {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(successorOf, "successorOf");
    }

    /** Returns whether it may be given accounts that another host has. */
    public boolean isSteady() {
        return since.compareTo(joinAfter) >= 0;
    }

    /** Returns whether it may get accounts at all. */
    public boolean isTaking() {
        return !draining && !outgoing;
    }
}
