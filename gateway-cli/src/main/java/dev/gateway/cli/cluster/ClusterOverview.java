package dev.gateway.cli.cluster;

import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Hosts and accounts as an operator sees them: with the names of this home's config, and without
 * the holder that is silent for longer than its lease.
 *
 * @param hosts the processes, by name
 * @param accounts the accounts that a config enables or a process holds, by name
 */
public record ClusterOverview(List<HostRow> hosts, List<AccountRow> accounts) {

    /**
     * A process that shares the journal.
     *
     * @param host the process
     * @param state {@code live}, {@code draining}, {@code outgoing} or {@code silent}
     * @param accounts the names of the accounts that it holds
     * @param pending the number of their pending messages
     */
    public record HostRow(ClusterHost host, String state, List<String> accounts, long pending) {

        /** Returns whether it acts for its accounts. */
        public boolean isLive() {
            return !state.equals(SILENT);
        }
    }

    /**
     * An account.
     *
     * @param id its identity
     * @param name its name
     * @param holder the host that acts for it
     * @param enabled whether a config enables it
     * @param candidates the number of processes that have it in their config
     */
    public record AccountRow(
            AccountId id, String name, Optional<String> holder, boolean enabled, int candidates) {

        /** Returns whether it should have a holder and has none. */
        public boolean isWithoutHolder() {
            return enabled && holder.isEmpty();
        }
    }

    private static final String SILENT = "silent";

    /**
     * Returns the overview.
     *
     * @param own the accounts of this home's config
     * @param lease the time without a beat after which a host acts no longer
     */
    public static ClusterOverview of(
            ClusterView view, Map<SessionId, Long> pending, OwnAccounts own, Duration lease) {
        List<AccountRow> accounts = new ArrayList<>();
        List<AccountId> ids = new ArrayList<>(view.accounts().keySet());
        own.names().keySet().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
        for (AccountId id : ids) {
            Optional<ClusterAccount> known = Optional.ofNullable(view.accounts().get(id));
            Optional<String> holder =
                    view.holder(id).filter(host -> !isSilent(host, lease)).map(ClusterHost::name);
            int candidates = known.map(account -> account.candidates().size()).orElse(0);
            boolean enabled = candidates > 0 || own.names().containsKey(id);
            if (enabled || holder.isPresent()) {
                accounts.add(new AccountRow(id, name(id, view, own), holder, enabled, candidates));
            }
        }
        accounts.sort(
                Comparator.comparing(AccountRow::name).thenComparing(row -> row.id().value()));
        List<HostRow> hosts =
                view.hosts().stream()
                        .sorted(
                                Comparator.comparing(ClusterHost::name)
                                        .thenComparing(host -> host.session().text()))
                        .map(
                                host ->
                                        new HostRow(
                                                host,
                                                state(host, lease),
                                                held(host, view, own),
                                                pending.getOrDefault(host.session(), 0L)))
                        .toList();
        return new ClusterOverview(hosts, List.copyOf(accounts));
    }

    /** Returns the accounts that should have a holder and have none. */
    public List<AccountRow> withoutHolder() {
        return accounts.stream().filter(AccountRow::isWithoutHolder).toList();
    }

    private static List<String> held(ClusterHost host, ClusterView view, OwnAccounts own) {
        var names = new TreeSet<String>();
        for (ClusterAccount account : view.accounts().values()) {
            if (account.isHeldBy(host.session())) {
                names.add(name(account.id(), view, own));
            }
        }
        return List.copyOf(names);
    }

    private static String name(AccountId id, ClusterView view, OwnAccounts own) {
        return own.names().containsKey(id) ? own.names().get(id) : view.accounts().get(id).name();
    }

    private static String state(ClusterHost host, Duration lease) {
        if (isSilent(host, lease)) {
            return SILENT;
        }
        return host.outgoing() ? "outgoing" : host.draining() ? "draining" : "live";
    }

    /** One beat more than the lease: the age comes from another machine's clock. */
    private static boolean isSilent(ClusterHost host, Duration lease) {
        return host.beatAge().compareTo(lease.plus(lease.dividedBy(4))) > 0;
    }
}
