package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The view as it is put together from the tables. */
final class ViewReader {

    private ViewReader() {}

    /**
     * Returns the view.
     *
     * @param beatAge returns the age of a registration's last beat
     */
    static ClusterView view(
            SessionId self,
            Collection<SessionRow> sessions,
            Collection<AccountTable.Row> accounts,
            Collection<CandidateTable.Row> candidates,
            Function<SessionRow, Duration> beatAge) {
        List<ClusterHost> hosts = new ArrayList<>();
        Set<SessionId> living = new HashSet<>();
        for (SessionRow row : sessions) {
            if (row.isProcess()) {
                hosts.add(row.host(beatAge.apply(row)));
                living.add(row.id());
            }
        }
        Map<AccountId, Set<SessionId>> able = new HashMap<>();
        Map<AccountId, String> preferred = new HashMap<>();
        for (CandidateTable.Row row : candidates) {
            if (living.contains(row.session())) {
                able.computeIfAbsent(row.account(), each -> new HashSet<>()).add(row.session());
                // Where configs differ, all hosts have to choose the same.
                row.preferredHost()
                        .ifPresent(
                                host ->
                                        preferred.merge(
                                                row.account(),
                                                host,
                                                (a, b) -> a.compareTo(b) <= 0 ? a : b));
            }
        }
        Map<AccountId, ClusterAccount> known = new HashMap<>();
        for (AccountTable.Row row : accounts) {
            Set<SessionId> candidatesOf = able.getOrDefault(row.id(), Set.of());
            if (row.session().isPresent() || !candidatesOf.isEmpty()) {
                known.put(
                        row.id(),
                        new ClusterAccount(
                                row.id(),
                                row.name(),
                                row.epoch(),
                                row.session(),
                                candidatesOf,
                                Optional.ofNullable(preferred.get(row.id())),
                                row.wantedHost()));
            }
        }
        return new ClusterView(self, hosts, known);
    }
}
