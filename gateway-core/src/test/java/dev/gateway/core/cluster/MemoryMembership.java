package dev.gateway.core.cluster;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The membership of one process in a {@link MemoryCluster}. */
public final class MemoryMembership implements Membership, AutoCloseable {

    private static final String UNREACHABLE = "journal unreachable since 12:00:00";

    private final MemoryCluster cluster;
    private final HostConfig host;
    private final String home;
    private final Optional<SessionId> predecessor;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Lease> leases = new CopyOnWriteArrayList<>();
    private volatile Map<AccountId, AccountClaim> claims = Map.of();
    private volatile ReleaseTarget target = account -> Optional.empty();
    private volatile SessionId session;
    private volatile long lastBeat;
    private volatile long since;
    private volatile boolean connected = true;
    private volatile boolean draining;
    private volatile boolean outgoing;
    private volatile boolean killed;
    private volatile ClusterView view;

    MemoryMembership(
            MemoryCluster cluster,
            HostConfig host,
            String home,
            SessionId session,
            Optional<SessionId> predecessor) {
        this.cluster = cluster;
        this.host = host;
        this.home = home;
        this.session = session;
        this.predecessor = predecessor;
        this.lastBeat = cluster.nanos.getAsLong();
        this.since = lastBeat;
    }

    SessionId session() {
        return session;
    }

    String home() {
        return home;
    }

    Map<AccountId, AccountClaim> claims() {
        return claims;
    }

    boolean isConnected() {
        return connected && !killed;
    }

    Duration beatAge() {
        return Duration.ofNanos(cluster.nanos.getAsLong() - lastBeat);
    }

    ClusterHost row() {
        return new ClusterHost(
                session,
                host.name(),
                home,
                ProcessHandle.current().pid(),
                "1.2.3",
                host.weight(),
                draining,
                outgoing,
                predecessor.filter(cluster::isRegistered),
                beatAge(),
                Duration.ofNanos(cluster.nanos.getAsLong() - since),
                host.joinAfter());
    }

    /** Cuts the process off its database, or connects it again. */
    public void connect(boolean reaches) {
        connected = reaches;
        cluster.changed();
    }

    void beatNow() {
        lastBeat = cluster.nanos.getAsLong();
        if (!cluster.isRegistered(session)) {
            session = SessionId.random();
            since = lastBeat;
            cluster.rejoin(this);
        }
    }

    void onEnded() {
        for (Lease each : leases) {
            leases.remove(each);
            each.onLost.run();
        }
    }

    void onKilled() {
        killed = true;
    }

    void tell() {
        if (isConnected()) {
            view = cluster.view(session);
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public HostConfig host() {
        return host;
    }

    @Override
    public boolean isValid() {
        return !killed && cluster.isRegistered(session) && !leaseLeft().isZero();
    }

    @Override
    public Duration leaseLeft() {
        Duration left = cluster.lease.multipliedBy(3).dividedBy(4).minus(beatAge());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Optional<String> problem() {
        return connected ? Optional.empty() : Optional.of(UNREACHABLE);
    }

    @Override
    public ClusterView view() {
        ClusterView last = view;
        return last == null ? cluster.view(session) : last;
    }

    @Override
    public void declare(Collection<AccountClaim> accounts) throws IOException {
        Map<AccountId, AccountClaim> all = new LinkedHashMap<>();
        accounts.forEach(each -> all.put(each.account(), each));
        claims = all;
        check();
        cluster.declared(this);
    }

    @Override
    public Set<AccountId> take(Collection<AccountId> accounts) throws IOException {
        check();
        return cluster.take(session, accounts);
    }

    private void check() throws IOException {
        if (!isConnected()) {
            throw new IOException(UNREACHABLE);
        }
    }

    @Override
    public Optional<AccountLease> lease(AccountId account, Duration limit, Runnable onLost)
            throws InterruptedException {
        Deadline end = Deadline.after(limit);
        synchronized (cluster) {
            while (true) {
                Optional<Long> epoch = cluster.epoch(session, account);
                boolean taken = leases.stream().anyMatch(each -> each.account.equals(account));
                if (epoch.isPresent() && isValid() && !taken) {
                    var lease = new Lease(account, epoch.get(), session, onLost);
                    leases.add(lease);
                    return Optional.of(lease);
                }
                if (end.isExpired()) {
                    return Optional.empty();
                }
                cluster.wait(Math.min(100, end.timeoutMillis()));
            }
        }
    }

    @Override
    public void releaseTo(ReleaseTarget choice) {
        target = choice;
    }

    @Override
    public void drain(boolean on) {
        draining = on;
        cluster.changed();
    }

    @Override
    public void markOutgoing() {
        outgoing = true;
        cluster.changed();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        cluster.leave(this);
    }

    private final class Lease implements AccountLease {

        private final AccountId account;
        private final long epoch;
        private final SessionId holder;
        private final Runnable onLost;

        Lease(AccountId account, long epoch, SessionId holder, Runnable onLost) {
            this.account = account;
            this.epoch = epoch;
            this.holder = holder;
            this.onLost = onLost;
        }

        @Override
        public AccountId account() {
            return account;
        }

        @Override
        public long epoch() {
            return epoch;
        }

        @Override
        public boolean isValid() {
            return leases.contains(this)
                    && holder.equals(session)
                    && MemoryMembership.this.isValid();
        }

        @Override
        public Duration validFor() {
            return isValid() ? leaseLeft() : Duration.ZERO;
        }

        @Override
        public String lossReason() {
            return problem().orElse("another host has taken it");
        }

        @Override
        public void close() {
            if (leases.remove(this) && holder.equals(session) && isConnected()) {
                cluster.give(session, account, target.of(account));
            }
        }
    }
}
