package dev.gateway.core.placement;

import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.cluster.Placement;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The choice of the next holder of each account that this process lets go: the target of a move in
 * progress; this process itself while it only connects anew, as after a reload; or else the host
 * that would take it. Thread-safe.
 */
final class AccountPlaces {

    private final Membership membership;
    private final Duration freshFor;
    private final Map<AccountId, SessionId> targets = new ConcurrentHashMap<>();
    private final WantedPlatforms wanted;
    private volatile boolean leaving;

    AccountPlaces(Membership membership, WantedPlatforms wanted, Duration freshFor) {
        this.membership = membership;
        this.wanted = wanted;
        this.freshFor = freshFor;
    }

    /** Gives every account away from now on, whenever it is let go. */
    void leave() {
        leaving = true;
    }

    /** Sets the target of an account until {@link #settle}. */
    void move(AccountId account, SessionId target) {
        targets.put(account, target);
    }

    /** Ends a move. */
    void settle(AccountId account, SessionId target) {
        targets.remove(account, target);
    }

    /** Returns the decisions from the present view. */
    Placement placement() {
        return placement(membership.view());
    }

    /** Returns the decisions from a view. */
    Placement placement(ClusterView view) {
        return new Placement(view, freshFor);
    }

    /** Returns the process that has an account when this one lets it go. */
    Optional<SessionId> next(AccountId account) {
        ClusterView view = membership.view();
        SessionId target = targets.get(account);
        if (target != null && view.host(target).isPresent()) {
            return Optional.of(target);
        }
        boolean stays = target == null && !leaving && wanted.has(account);
        return stays ? Optional.of(view.self()) : placement(view).nextHolder(account);
    }
}
