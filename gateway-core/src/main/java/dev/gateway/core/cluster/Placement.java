package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The decisions which process should have which account, drawn from one view. All hosts compute the
 * same from the same view, and none leads: a free account is taken by the best one, atomically, and
 * a held one is moved by its holder alone. So views that differ for a moment cost an account one
 * more move at most. Pure: it reads no clock and no database.
 */
public final class Placement {

    /** The time that each host leaves a free account to those that should have it before itself. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The time for which a host must live to get an account that is moved at once. */
    static final Duration ORDER_AFTER = Duration.ofSeconds(2);

    private final ClusterView view;
    private final Ranking ranking;

    /**
     * Creates the decisions from a view.
     *
     * @param freshFor the age of a beat from which its host gets nothing, as it may be dead
     */
    public Placement(ClusterView view, Duration freshFor) {
        this.view = view;
        this.ranking = new Ranking(view, freshFor);
    }

    /**
     * An account that its holder should give away.
     *
     * @param account the account
     * @param target the process that should have it
     * @param atOnce whether it waits for no other one: an operator's order, or the holder gives all
     *     away
     */
    public record Move(AccountId account, SessionId target, boolean atOnce) {}

    /**
     * Returns those of the accounts that this process should take now: free ones that it should
     * have, or that no better host has taken for a while, and those that are given to it already.
     *
     * @param freeFor returns the time for which an account has been free
     */
    public Set<AccountId> toTake(
            Collection<AccountId> wanted, Function<AccountId, Duration> freeFor) {
        Set<AccountId> take = new HashSet<>();
        for (AccountId id : wanted) {
            ClusterAccount account = view.accounts().get(id);
            if (account == null || isTakenNow(account, freeFor)) {
                take.add(id); // The database decides on one that no host has told of yet.
            }
        }
        return take;
    }

    private boolean isTakenNow(ClusterAccount account, Function<AccountId, Duration> freeFor) {
        if (account.holder().isPresent()) {
            return account.isHeldBy(view.self());
        }
        int better = 0;
        for (ClusterHost host : ranking.of(account)) {
            if (host.session().equals(view.self())) {
                return freeFor.apply(account.id()).compareTo(PATIENCE.multipliedBy(better)) >= 0;
            }
            better++;
        }
        return false;
    }

    /** Returns the accounts that this process should give away, in a fixed order. */
    public List<Move> moves() {
        return view.accounts().values().stream()
                .filter(account -> account.isHeldBy(view.self()))
                .flatMap(account -> move(account, view.self()).stream())
                .sorted(Comparator.comparing(move -> move.account().value()))
                .toList();
    }

    /**
     * Returns the number of processes that have something to give away one at a time, so that they
     * share the pace; at least 1.
     */
    public int givers() {
        Set<SessionId> givers = new HashSet<>();
        for (ClusterAccount account : view.accounts().values()) {
            account.holder()
                    .filter(holder -> !givers.contains(holder))
                    .flatMap(holder -> move(account, holder))
                    .filter(move -> !move.atOnce())
                    .ifPresent(move -> givers.add(account.holder().get()));
        }
        return Math.max(1, givers.size());
    }

    /** Returns the move that a living holder should make. */
    private Optional<Move> move(ClusterAccount account, SessionId holder) {
        Optional<ClusterHost> from = view.host(holder);
        if (from.isEmpty() || from.get().outgoing()) {
            return Optional.empty(); // One that has passed its home on gives all to its successor.
        }
        for (ClusterHost host : ranking.of(account)) {
            if (host.session().equals(holder)) {
                return Optional.empty();
            }
            boolean ordered = account.orderedHost().filter(host.name()::equals).isPresent();
            boolean atOnce = ordered || from.get().draining();
            boolean able = !host.draining() && ranking.isFresh(host);
            if (able && (host.isSteady() || atOnce && lasts(host))) {
                return Optional.of(new Move(account.id(), host.session(), atOnce));
            }
        }
        return Optional.empty();
    }

    /** A host that starts again and again gets nothing by an order either. */
    private static boolean lasts(ClusterHost host) {
        return host.since().compareTo(ORDER_AFTER) >= 0;
    }

    /**
     * Returns the process that should have an account when this one leaves: the successor of its
     * home, or else the best other host; empty if there is none.
     */
    public Optional<SessionId> nextHolder(AccountId id) {
        ClusterAccount account = view.accounts().get(id);
        if (account == null) {
            return Optional.empty();
        }
        return successor()
                .filter(host -> account.candidates().contains(host.session()))
                .or(() -> ranking.of(account).stream().filter(this::isOtherThatTakes).findFirst())
                .map(ClusterHost::session);
    }

    private boolean isOtherThatTakes(ClusterHost host) {
        return !host.session().equals(view.self()) && host.isTaking() && ranking.isFresh(host);
    }

    /** Returns the process that has, or gets, the home of this one. */
    public Optional<ClusterHost> successor() {
        return view.hosts().stream()
                .filter(host -> host.successorOf().filter(view.self()::equals).isPresent())
                .filter(host -> !host.outgoing() && ranking.isFresh(host))
                .findFirst();
    }
}
