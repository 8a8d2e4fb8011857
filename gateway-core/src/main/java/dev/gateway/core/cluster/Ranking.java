package dev.gateway.core.cluster;

import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which the hosts of a view should have an account: the ordered host, the preferred
 * one, then by {@link HostScore}; standbys and those that give all away come last, since an account
 * that no other host can have is still polled by them. Left out are processes that have passed
 * their home on, and those whose predecessor has not yet: it stands for the home.
 */
final class Ranking {

    private static final Comparator<Ranked> BY_TIER_AND_SCORE =
            Comparator.comparingInt(Ranked::tier)
                    .thenComparing(Comparator.comparingDouble(Ranked::score).reversed());

    private final Map<SessionId, ClusterHost> eligible = new LinkedHashMap<>();
    private final SessionId self;
    private final Duration freshFor;

    private record Ranked(ClusterHost host, int tier, double score) {}

    /**
     * Creates the ranking of the hosts of a view.
     *
     * @param freshFor the age of a beat from which its host may be dead, and comes last
     */
    Ranking(ClusterView view, Duration freshFor) {
        this.self = view.self();
        this.freshFor = freshFor;
        Map<SessionId, ClusterHost> all = new LinkedHashMap<>();
        view.hosts().forEach(each -> all.put(each.session(), each));
        for (ClusterHost host : view.hosts()) {
            boolean waits =
                    host.successorOf()
                            .map(all::get)
                            .filter(predecessor -> !predecessor.outgoing())
                            .isPresent();
            if (!host.outgoing() && !waits) {
                eligible.put(host.session(), host);
            }
        }
    }

    /** Returns the hosts that can have an account, the best one first. */
    List<ClusterHost> of(ClusterAccount account) {
        List<Ranked> ranked = new ArrayList<>(account.candidates().size());
        for (SessionId candidate : account.candidates()) {
            ClusterHost host = eligible.get(candidate);
            if (host != null) {
                ranked.add(new Ranked(host, tier(account, host), HostScore.of(account.id(), host)));
            }
        }
        if (ranked.size() > 1) {
            ranked.sort(
                    BY_TIER_AND_SCORE
                            .thenComparingLong(each -> HostScore.ofHome(account.id(), each.host))
                            .thenComparing(each -> each.host.session().text()));
        }
        return ranked.stream().map(Ranked::host).toList();
    }

    /** Returns whether a process is expected to live; this one is. */
    boolean isFresh(ClusterHost host) {
        return host.session().equals(self) || host.beatAge().compareTo(freshFor) < 0;
    }

    private int tier(ClusterAccount account, ClusterHost host) {
        if (!isFresh(host)) {
            return 5;
        }
        if (host.draining()) {
            return 4;
        }
        if (account.orderedHost().filter(host.name()::equals).isPresent()) {
            return 0;
        }
        if (account.preferredHost().filter(host.name()::equals).isPresent()) {
            return 1;
        }
        return host.weight() > 0 ? 2 : 3;
    }
}
