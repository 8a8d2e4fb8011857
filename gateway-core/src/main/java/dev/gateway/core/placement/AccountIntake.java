package dev.gateway.core.placement;

import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.cluster.Placement;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that come to this process: taken if they are free, or given to it. Starts their
 * platforms. The methods are for one thread, but for the questions.
 */
final class AccountIntake {

    private static final Logger LOG = LoggerFactory.getLogger(AccountIntake.class);

    /** The time after which an account that no host takes is a problem. */
    private static final Duration UNHELD = Duration.ofSeconds(5);

    private final Membership membership;
    private final PlatformSet platforms;
    private final PlatformSupervisorFactory supervisors;
    private final WantedPlatforms wanted;
    private final LongSupplier nanos;
    private final Map<AccountId, Long> freeSince = new ConcurrentHashMap<>();

    AccountIntake(
            Membership membership,
            PlatformSet platforms,
            PlatformSupervisorFactory supervisors,
            WantedPlatforms wanted,
            LongSupplier nanos) {
        this.membership = membership;
        this.platforms = platforms;
        this.supervisors = supervisors;
        this.wanted = wanted;
        this.nanos = nanos;
    }

    /** Returns whether an account of this process's config has had no holder for some time. */
    boolean lacksHolder() {
        return freeSince.keySet().stream()
                .anyMatch(id -> wanted.has(id) && freeFor(id).compareTo(UNHELD) > 0);
    }

    /**
     * Starts the platforms of accounts that this process holds, or is about to get from the old
     * process of its home, and takes those that it should have.
     */
    void run(ClusterView view, Placement placement) throws InterruptedException {
        note(view);
        Optional<SessionId> old = view.host(view.self()).flatMap(ClusterHost::successorOf);
        List<AccountId> coming = new ArrayList<>();
        List<AccountId> others = new ArrayList<>();
        wanted.all()
                .forEach(
                        (id, config) -> {
                            if (isMissing(config.name())) {
                                Optional<SessionId> holder = holder(view, id);
                                boolean comes =
                                        holder.isPresent()
                                                && (holder.get().equals(view.self())
                                                        || holder.equals(old));
                                (comes ? coming : others).add(id);
                            }
                        });
        startAll(coming);
        Set<AccountId> take = placement.toTake(others, this::freeFor);
        if (!take.isEmpty()) {
            try {
                startAll(membership.take(take));
            } catch (IOException e) {
                LOG.debug("Cannot take accounts now: {}", e.getMessage());
            }
        }
    }

    private static Optional<SessionId> holder(ClusterView view, AccountId id) {
        return Optional.ofNullable(view.accounts().get(id)).flatMap(ClusterAccount::holder);
    }

    /** Notes since when accounts are free. */
    private void note(ClusterView view) {
        long now = nanos.getAsLong();
        freeSince.keySet().removeIf(id -> !isFree(view.accounts().get(id)));
        view.accounts().values().stream()
                .filter(AccountIntake::isFree)
                .forEach(each -> freeSince.putIfAbsent(each.id(), now));
    }

    private static boolean isFree(ClusterAccount account) {
        return account != null && account.holder().isEmpty();
    }

    private Duration freeFor(AccountId id) {
        Long since = freeSince.get(id);
        return since == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
    }

    private boolean isMissing(String name) {
        boolean holds = platforms.running(name).filter(PlatformSupervisor::isHolding).isPresent();
        return !holds && !wanted.isReloading(name) && !platforms.isLettingGo(name);
    }

    /** Starts the platforms of accounts; one that runs already gets the lease it waits for. */
    private void startAll(Collection<AccountId> accounts) {
        List<PlatformSupervisor> made = new ArrayList<>();
        for (AccountId id : accounts) {
            Optional<PlatformConfig> config = wanted.config(id);
            if (config.isEmpty() || platforms.running(config.get().name()).isPresent()) {
                continue;
            }
            made.add(supervisors.create(config.get()));
        }
        if (!made.isEmpty()) {
            platforms.add(made);
        }
    }
}
