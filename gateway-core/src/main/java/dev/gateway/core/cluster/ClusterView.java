package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hosts and accounts as the last look at the shared journal showed them. Immutable.
 *
 * @param self the registration of the process that looked
 * @param hosts the registered processes, this one included
 * @param accounts the accounts that one of them has in its config, or holds
 */
public record ClusterView(
        SessionId self, List<ClusterHost> hosts, Map<AccountId, ClusterAccount> accounts) {

    /** Copies the collections. */
    public ClusterView {
        hosts = List.copyOf(hosts);
        accounts = Map.copyOf(accounts);
    }

    /** Returns a process by its registration. */
    public Optional<ClusterHost> host(SessionId session) {
        return hosts.stream().filter(each -> each.session().equals(session)).findFirst();
    }

    /** Returns the holder of an account, if it lives. */
    public Optional<ClusterHost> holder(AccountId account) {
        return Optional.ofNullable(accounts.get(account))
                .flatMap(ClusterAccount::holder)
                .flatMap(this::host);
    }
}
