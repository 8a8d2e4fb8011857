package dev.gateway.core.supervision;

import dev.gateway.core.time.Deadline;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Locks on one token that a test grants and takes away, as the engine of several hosts does. */
final class RevocableTokenLocks implements TokenLocks {

    private boolean granted = true;
    private Lease lease;
    private long epoch;
    private int closed;
    private volatile boolean reachable = true;

    private record Lease(TokenKey key, long epoch, Runnable onLost, RevocableTokenLocks owner)
            implements TokenLease {

        @Override
        public boolean isValid() {
            return owner.isHeld(this);
        }

        @Override
        public String lossReason() {
            return "another host has taken it";
        }

        @Override
        public void close() {
            owner.closed(this);
        }
    }

    private synchronized boolean isHeld(Lease asked) {
        return lease == asked;
    }

    private synchronized void closed(Lease gone) {
        closed++;
        if (lease == gone) {
            lease = null;
        }
    }

    /** Returns the number of leases that were closed. */
    synchronized int closed() {
        return closed;
    }

    /** Takes the lease away, and tells its holder if {@code told}. */
    void revoke(boolean told) {
        Runnable onLost;
        synchronized (this) {
            granted = false;
            onLost = lease.onLost();
            lease = null;
        }
        if (told) {
            onLost.run();
        }
    }

    /** Makes the store that decides answer no more, until the next grant. */
    void cutOff() {
        reachable = false;
    }

    @Override
    public boolean isReachable() {
        return reachable;
    }

    @Override
    public Optional<String> obstacle(TokenKey key) {
        return reachable ? Optional.empty() : Optional.of("journal unreachable");
    }

    /** Lets the next one who asks have it. */
    synchronized void grant() {
        reachable = true;
        granted = true;
        notifyAll();
    }

    @Override
    public synchronized Optional<TokenLease> acquire(
            TokenKey key, String account, Duration limit, Runnable onLost)
            throws InterruptedException {
        Deadline end = Deadline.after(limit);
        while (!granted) {
            if (end.isExpired()) {
                return Optional.empty();
            }
            wait(end.timeoutMillis());
        }
        lease = new Lease(key, ++epoch, onLost, this);
        return Optional.of(lease);
    }

    @Override
    public Optional<Holding> holder(TokenKey key) {
        return Optional.empty();
    }

    @Override
    public List<Holding> held() {
        return List.of();
    }
}
