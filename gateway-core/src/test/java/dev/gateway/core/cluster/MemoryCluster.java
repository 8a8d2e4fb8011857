package dev.gateway.core.cluster;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The rows of hosts and accounts that a database would keep, in memory, for several hosts in one
 * JVM. A test calls {@link #beat} in place of the beats of all hosts; its clock is injected.
 */
public final class MemoryCluster {

    final LongSupplier nanos;
    final Duration lease;
    private final Map<SessionId, MemoryMembership> members = new LinkedHashMap<>();
    private final List<MemoryMembership> processes = new CopyOnWriteArrayList<>();
    private final Map<AccountId, Row> rows = new LinkedHashMap<>();

    /** The row of an account. */
    private static final class Row {
        private final String name;
        private long epoch;
        private SessionId holder;
        private String ordered;

        Row(String name) {
            this.name = name;
        }
    }

    /** Creates a cluster without hosts. */
    public MemoryCluster(Duration lease, LongSupplier nanos) {
        this.lease = lease;
        this.nanos = nanos;
    }

    /**
     * Registers a process.
     *
     * @param home its home; a process in it that lives is its predecessor
     */
    public MemoryMembership join(HostConfig host, String home, SessionId session) {
        MemoryMembership joined;
        synchronized (this) {
            Optional<SessionId> predecessor =
                    members.values().stream()
                            .filter(each -> each.home().equals(home))
                            .map(MemoryMembership::session)
                            .reduce((first, last) -> last);
            joined = new MemoryMembership(this, host, home, session, predecessor);
            members.put(session, joined);
            processes.add(joined);
        }
        changed();
        return joined;
    }

    /** Beats for each host that reaches the database, and ends those without one for a lease. */
    public void beat() {
        List<MemoryMembership> lost = new ArrayList<>();
        synchronized (this) {
            processes.stream()
                    .filter(MemoryMembership::isConnected)
                    .forEach(MemoryMembership::beatNow);
            for (MemoryMembership each : List.copyOf(members.values())) {
                if (each.beatAge().compareTo(lease) >= 0) {
                    end(each.session());
                    lost.add(each);
                }
            }
        }
        lost.forEach(MemoryMembership::onEnded);
        changed();
    }

    /** Lets a process end as SIGKILL does, and its restart vouch for that. */
    public void kill(MemoryMembership member) {
        synchronized (this) {
            end(member.session());
        }
        member.onKilled();
        changed();
    }

    /** Orders an account to a host, as an operator does. */
    public void move(AccountId account, String host) {
        synchronized (this) {
            rows.get(account).ordered = host;
        }
        changed();
    }

    private void end(SessionId session) {
        members.remove(session);
        rows.values().stream()
                .filter(row -> session.equals(row.holder))
                .forEach(row -> row.holder = null);
    }

    /** Registers a process anew whose registration was ended. */
    void rejoin(MemoryMembership member) {
        synchronized (this) {
            members.put(member.session(), member);
        }
        changed();
    }

    void leave(MemoryMembership member) {
        synchronized (this) {
            processes.remove(member);
            end(member.session());
        }
        changed();
    }

    synchronized boolean isRegistered(SessionId session) {
        return members.containsKey(session);
    }

    void declared(MemoryMembership member) {
        synchronized (this) {
            member.claims()
                    .values()
                    .forEach(each -> rows.putIfAbsent(each.account(), new Row(each.name())));
        }
        changed();
    }

    Set<AccountId> take(SessionId session, Iterable<AccountId> accounts) {
        Set<AccountId> held = new HashSet<>();
        synchronized (this) {
            for (AccountId id : accounts) {
                Row row = rows.get(id);
                if (row != null && row.holder == null && members.containsKey(session)) {
                    row.holder = session;
                    row.epoch++;
                }
                if (row != null && session.equals(row.holder)) {
                    held.add(id);
                }
            }
        }
        changed();
        return held;
    }

    void give(SessionId from, AccountId id, Optional<SessionId> to) {
        synchronized (this) {
            Row row = rows.get(id);
            if (row != null && from.equals(row.holder)) {
                row.holder = to.filter(members::containsKey).orElse(null);
                row.epoch++;
            }
        }
        changed();
    }

    /** Returns the number of a holding, if this process has it. */
    synchronized Optional<Long> epoch(SessionId session, AccountId id) {
        Row row = rows.get(id);
        return row != null && session.equals(row.holder)
                ? Optional.of(row.epoch)
                : Optional.empty();
    }

    synchronized ClusterView view(SessionId self) {
        Map<AccountId, ClusterAccount> accounts = new LinkedHashMap<>();
        rows.forEach((id, row) -> accounts.put(id, account(id, row)));
        return new ClusterView(
                self, members.values().stream().map(MemoryMembership::row).toList(), accounts);
    }

    private ClusterAccount account(AccountId id, Row row) {
        Set<SessionId> candidates = new HashSet<>();
        Optional<String> preferred = Optional.empty();
        for (MemoryMembership each : members.values()) {
            AccountClaim claim = each.claims().get(id);
            if (claim != null) {
                candidates.add(each.session());
                preferred = claim.preferredHost();
            }
        }
        return new ClusterAccount(
                id,
                row.name,
                row.epoch,
                Optional.ofNullable(row.holder),
                candidates,
                preferred,
                Optional.ofNullable(row.ordered));
    }

    /** Returns the name of the host that holds an account. */
    public synchronized Optional<String> holder(AccountId id) {
        return Optional.ofNullable(rows.get(id))
                .flatMap(row -> Optional.ofNullable(row.holder))
                .map(members::get)
                .map(member -> member.host().name());
    }

    void changed() {
        synchronized (this) {
            notifyAll();
        }
        processes.forEach(MemoryMembership::tell);
    }
}
