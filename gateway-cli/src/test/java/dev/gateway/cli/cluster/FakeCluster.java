package dev.gateway.cli.cluster;

import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.SettingsDigest;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hosts in memory that carry out an operator's orders at once. */
public final class FakeCluster implements ClusterAdmin {

    private final Map<String, ClusterHost> hosts = new LinkedHashMap<>();
    private final Map<AccountId, ClusterAccount> accounts = new LinkedHashMap<>();
    private final Map<SessionId, Long> pending = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<IOException> failure = Optional.empty();
    private final Map<AccountId, Map<SessionId, String>> settings = new LinkedHashMap<>();
    private boolean obedient = true;

    public FakeCluster host(String name, int weight, Duration beatAge) {
        hosts.put(
                name,
                new ClusterHost(
                        SessionId.random(),
                        name,
                        "/home/" + name,
                        4_711,
                        "1.0",
                        weight,
                        false,
                        false,
                        Optional.empty(),
                        beatAge,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1)));
        return this;
    }

    public FakeCluster live(String name) {
        return host(name, 1, Duration.ofMillis(400));
    }

    public FakeCluster pending(String host, long messages) {
        pending.put(hosts.get(host).session(), messages);
        return this;
    }

    /** Adds an account with its holder, or null, and the hosts that have it in their config. */
    public FakeCluster account(String id, String name, String holder, String... candidates) {
        Set<SessionId> sessions = new LinkedHashSet<>();
        for (String candidate : candidates) {
            sessions.add(hosts.get(candidate).session());
        }
        var account = new AccountId(id);
        accounts.put(
                account,
                new ClusterAccount(
                        account,
                        name,
                        1,
                        Optional.ofNullable(holder).map(host -> hosts.get(host).session()),
                        sessions,
                        Optional.empty(),
                        Optional.empty()));
        return this;
    }

    /** Declares the settings that a host has for an account. */
    public FakeCluster settings(String host, String id, SettingsDigest digest) {
        settings.computeIfAbsent(new AccountId(id), each -> new LinkedHashMap<>())
                .put(hosts.get(host).session(), digest.text());
        return this;
    }

    public FakeCluster failing(IOException reason) {
        failure = Optional.of(reason);
        return this;
    }

    public FakeCluster disobedient() {
        obedient = false;
        return this;
    }

    public FakeCluster twin(String name) {
        ClusterHost host = hosts.get(name);
        hosts.put(
                name + " again",
                new ClusterHost(
                        SessionId.random(),
                        name,
                        "/home/other",
                        4_712,
                        "1.1",
                        host.weight(),
                        false,
                        false,
                        Optional.empty(),
                        host.beatAge(),
                        host.since(),
                        host.joinAfter()));
        return this;
    }

    public FakeCluster finding(Finding finding) {
        findings.add(finding);
        return this;
    }

    boolean isDraining(String host) {
        return hosts.get(host).draining();
    }

    @Override
    public ClusterView view() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return new ClusterView(SessionId.random(), List.copyOf(hosts.values()), accounts);
    }

    @Override
    public Map<SessionId, Long> pending() {
        return pending;
    }

    @Override
    public boolean drain(String name, boolean on) {
        ClusterHost host = hosts.get(name);
        if (host == null) {
            return false;
        }
        hosts.put(
                name,
                new ClusterHost(
                        host.session(),
                        name,
                        host.home(),
                        host.pid(),
                        host.version(),
                        host.weight(),
                        on,
                        false,
                        Optional.empty(),
                        host.beatAge(),
                        host.since(),
                        host.joinAfter()));
        for (ClusterAccount account : List.copyOf(accounts.values())) {
            Optional<SessionId> other =
                    account.candidates().stream()
                            .filter(session -> !session.equals(host.session()))
                            .findFirst();
            if (on && obedient && account.isHeldBy(host.session()) && other.isPresent()) {
                give(account, other.get());
            }
        }
        return true;
    }

    @Override
    public boolean move(AccountId id, String host) {
        if (obedient && accounts.containsKey(id)) {
            give(accounts.get(id), hosts.get(host).session());
        }
        return accounts.containsKey(id);
    }

    private void give(ClusterAccount account, SessionId to) {
        accounts.put(
                account.id(),
                new ClusterAccount(
                        account.id(),
                        account.name(),
                        account.epoch() + 1,
                        Optional.of(to),
                        account.candidates(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public Map<AccountId, Map<SessionId, String>> settings() {
        return settings;
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public void close() {}
}
