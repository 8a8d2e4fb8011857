package dev.gateway.core.placement;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What does not fit: platforms that wait for an account of another process, and accounts of this
 * one that its config does not have. For one thread.
 */
final class LostAccounts {

    /**
     * The time after which a platform that waits for an account of another process is removed: the
     * view may be older than the account.
     */
    private static final Duration REMOVE_AFTER = Duration.ofSeconds(2);

    private final Membership membership;
    private final PlatformSet platforms;
    private final WantedPlatforms wanted;
    private final LongSupplier nanos;
    private final Map<AccountId, Long> lostSince = new HashMap<>();

    LostAccounts(
            Membership membership,
            PlatformSet platforms,
            WantedPlatforms wanted,
            LongSupplier nanos) {
        this.membership = membership;
        this.platforms = platforms;
        this.wanted = wanted;
        this.nanos = nanos;
    }

    /** Returns the platforms that wait for an account which another process has for a while. */
    List<String> lost(ClusterView view) {
        long now = nanos.getAsLong();
        List<String> lost = new ArrayList<>();
        Map<AccountId, Long> waiting = new HashMap<>();
        for (PlatformSupervisor each : platforms.running()) {
            if (each.isHolding() || wanted.isReloading(each.name()) || !isElsewhere(view, each)) {
                continue;
            }
            AccountId account = each.account();
            long since = lostSince.getOrDefault(account, now);
            waiting.put(account, since);
            if (now - since >= REMOVE_AFTER.toNanos()) {
                lost.add(each.name());
            }
        }
        lostSince.clear();
        lostSince.putAll(waiting);
        return lost;
    }

    private static boolean isElsewhere(ClusterView view, PlatformSupervisor platform) {
        Optional<SessionId> holder = view.holder(platform.account()).map(ClusterHost::session);
        Optional<SessionId> old = view.host(view.self()).flatMap(ClusterHost::successorOf);
        return holder.isPresent() && !holder.get().equals(view.self()) && !holder.equals(old);
    }

    /** Releases accounts that this process holds and its config does not have, as after a crash. */
    void releaseUnwanted(ClusterView view) throws InterruptedException {
        Set<AccountId> running = null;
        for (ClusterAccount each : view.accounts().values()) {
            if (!each.isHeldBy(view.self())
                    || wanted.has(each.id())
                    || wanted.isReloading(each.name())
                    || platforms.isLettingGo(each.name())) {
                continue;
            }
            if (running == null) {
                running = new HashSet<>();
                for (PlatformSupervisor one : platforms.running()) {
                    running.add(one.account());
                }
            }
            if (!running.contains(each.id())) {
                membership.lease(each.id(), Duration.ZERO, () -> {}).ifPresent(AccountLease::close);
            }
        }
    }
}
