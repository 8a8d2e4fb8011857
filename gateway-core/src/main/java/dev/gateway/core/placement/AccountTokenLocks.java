package dev.gateway.core.placement;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of one account in a cluster: the account's lease, which the hosts share, and then the
 * kernel's lock, which two homes on one machine share. Both are needed to poll.
 */
final class AccountTokenLocks implements TokenLocks {

    private final TokenLocks kernel;
    private final Membership membership;
    private final AccountId account;

    /** The lease whose kernel lock another process of this machine still holds; null if none. */
    private AccountLease waiting;

    private volatile Runnable onLost = () -> {};

    AccountTokenLocks(TokenLocks kernel, Membership membership, AccountId account) {
        this.kernel = kernel;
        this.membership = membership;
        this.account = account;
    }

    @Override
    public Optional<TokenLease> acquire(
            TokenKey key, String name, Duration limit, Runnable whenLost)
            throws IOException, InterruptedException {
        Deadline end = Deadline.after(limit);
        onLost = whenLost;
        Optional<AccountLease> shared = leased(end);
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        Optional<TokenLease> local = kernel.acquire(key, name, end.remaining(), whenLost);
        if (local.isEmpty()) {
            return Optional.empty();
        }
        if (!shared.get().isValid()) { // Lost during the wait.
            local.get().close();
            giveUp(key);
            return Optional.empty();
        }
        synchronized (this) {
            waiting = null;
        }
        return Optional.of(new AccountTokenLease(local.get(), shared.get()));
    }

    private Optional<AccountLease> leased(Deadline end) throws InterruptedException {
        synchronized (this) {
            if (waiting != null && waiting.isValid()) {
                return Optional.of(waiting);
            }
        }
        Optional<AccountLease> lease =
                membership.lease(account, end.remaining(), () -> onLost.run());
        synchronized (this) {
            waiting = lease.orElse(null);
        }
        return lease;
    }

    @Override
    public void giveUp(TokenKey key) {
        AccountLease left;
        synchronized (this) {
            left = waiting;
            waiting = null;
        }
        if (left != null) {
            left.close();
        }
    }

    @Override
    public Optional<String> obstacle(TokenKey key) {
        Optional<String> problem = membership.problem();
        if (problem.isPresent()) {
            return problem;
        }
        ClusterView view = membership.view();
        Optional<ClusterHost> holder = view.holder(account);
        if (holder.isEmpty() || holder.get().session().equals(view.self())) {
            return kernel.holder(key).isPresent()
                    ? Optional.empty()
                    : Optional.of("the lease of its account is not valid yet");
        }
        return holder.get().name().equals(membership.host().name())
                ? Optional.empty()
                : Optional.of(holder.get().name() + " has it");
    }

    @Override
    public boolean isReachable() {
        return membership.problem().isEmpty();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Optional<Holding> holder(TokenKey key) {
        return kernel.holder(key);
    }

    @Override
    public Set<TokenKey> awaited(Collection<TokenKey> keys) {
        return kernel.awaited(keys);
    }

    @Override
    public List<Holding> held() throws IOException {
        return kernel.held();
    }

    @Override
    public boolean isOfThisHome(Holding holding) {
        return kernel.isOfThisHome(holding);
    }

    @Override
    public void preload() {
        kernel.preload();
    }
}
