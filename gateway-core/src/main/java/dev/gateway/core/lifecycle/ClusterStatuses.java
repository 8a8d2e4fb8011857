package dev.gateway.core.lifecycle;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.status.AccountHolder;
import dev.gateway.core.status.ClusterStatus;
import dev.gateway.core.status.PlatformStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The part of a status that tells of other hosts. Thread-safe; reads memory alone. */
final class ClusterStatuses {

    private final Membership membership;
    private final PlacementLoop placement;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Optional<SessionId> holder, Instant since) {}

    ClusterStatuses(Membership membership, PlacementLoop placement, Clock clock) {
        this.membership = membership;
        this.placement = placement;
        this.clock = clock;
    }

    /** Returns the place of this host in its cluster. */
    ClusterStatus cluster() {
        long hosts =
                membership.view().hosts().stream()
                        .filter(host -> !host.outgoing())
                        .map(host -> List.of(host.name(), host.home()))
                        .distinct()
                        .count();
        return new ClusterStatus(
                membership.host().name(),
                (int) hosts,
                membership.leaseLeft(),
                membership.problem().orElse(ClusterStatus.REACHABLE));
    }

    /** Returns the reason why this host is degraded, beside its platforms and its handler. */
    Optional<String> problem() {
        return membership
                .problem()
                .or(
                        () ->
                                placement.lacksHolder()
                                        ? Optional.of("an account has no host that polls it")
                                        : Optional.empty());
    }

    /** Returns whether this host is to hold nothing as long as others can hold it. */
    boolean isStandby() {
        ClusterView view = membership.view();
        return membership.host().isStandby()
                || view.host(view.self()).filter(ClusterHost::draining).isPresent();
    }

    /** Adds the holder to the status of a platform that runs here, or is being removed. */
    PlatformStatus running(PlatformStatus status) {
        return status.heldBy(holder(status.name()).map(ClusterStatuses::shown));
    }

    /** Returns the status of an enabled platform that does not run here. */
    PlatformStatus absent(PlatformConfig config) {
        Optional<ClusterHost> holder = holder(config.name());
        boolean ours =
                holder.filter(host -> host.session().equals(membership.view().self())).isPresent();
        PlatformState state =
                holder.isEmpty()
                        ? PlatformState.WAITING_FOR_TOKEN
                        : ours ? PlatformState.CONNECTING : PlatformState.ELSEWHERE;
        return new PlatformStatus(
                config.name(),
                config.type(),
                state,
                since(config.name(), holder.map(ClusterHost::session)),
                Optional.empty(),
                Optional.empty(),
                holder.isEmpty() ? Optional.of("no host holds its account") : Optional.empty(),
                holder.map(ClusterStatuses::shown));
    }

    private Instant since(String platform, Optional<SessionId> holder) {
        return seen.compute(
                        platform,
                        (name, last) ->
                                last != null && last.holder().equals(holder)
                                        ? last
                                        : new Seen(holder, clock.instant()))
                .since();
    }

    private Optional<ClusterHost> holder(String platform) {
        Optional<AccountId> account = placement.account(platform);
        return account.flatMap(membership.view()::holder);
    }

    private static AccountHolder shown(ClusterHost host) {
        return new AccountHolder(host.name(), host.pid());
    }
}
