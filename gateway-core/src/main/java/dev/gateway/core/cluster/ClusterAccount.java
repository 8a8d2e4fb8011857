package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An account of a shared journal.
 *
 * @param id its identity
 * @param name its last name in the config of its holder
 * @param epoch the number of its last holding, which only grows
 * @param holder the process that holds it; empty if it is free
 * @param candidates the processes that have it, enabled, in their config
 * @param preferredHost the host that should hold it while it lives, as the config says; it gets it
 *     once it is steady
 * @param orderedHost the host that should hold it while it lives, by an operator's order, which
 *     precedes the config and waits for nothing
 */
public record ClusterAccount(
        AccountId id,
        String name,
        long epoch,
        Optional<SessionId> holder,
        Set<SessionId> candidates,
        Optional<String> preferredHost,
        Optional<String> orderedHost) {

    /** Copies the set. */
    public ClusterAccount {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(preferredHost, "preferredHost");
        Objects.requireNonNull(orderedHost, "orderedHost");
        candidates = Set.copyOf(candidates);
    }

    /** Returns whether the process holds it. */
    public boolean isHeldBy(SessionId session) {
        return holder.filter(session::equals).isPresent();
    }
}
