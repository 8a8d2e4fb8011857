package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.event.EventDetails;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.DatabaseErrors;
import dev.gateway.postgres.membership.AccountTable.Release;
import dev.gateway.postgres.notice.GivenNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The giving up of accounts in the database, for the thread of the control connection. */
final class AccountReleases {

    private final Holdings holdings;
    private final AccountTable accountTable;
    private final ClusterLook look;
    private final EventStream events;
    private final Listeners listeners;
    private final Function<AccountId, String> names;

    AccountReleases(
            Holdings holdings,
            AccountTable accountTable,
            ClusterLook look,
            EventStream events,
            Listeners listeners,
            Function<AccountId, String> names) {
        this.holdings = holdings;
        this.accountTable = accountTable;
        this.look = look;
        this.events = events;
        this.listeners = listeners;
        this.names = names;
    }

    /** Gives accounts up, and then those that came meanwhile; tells of them afterwards. */
    void run(Connection connection, Registration registration) throws SQLException {
        List<Release> done = new ArrayList<>();
        Map<AccountId, AccountTable.Given> given = new HashMap<>();
        try {
            for (List<Release> next = holdings.releases();
                    !next.isEmpty();
                    next = holdings.releases()) {
                Map<AccountId, AccountTable.Given> holders =
                        release(connection, registration, next);
                settle(registration, next, holders);
                done.addAll(next);
                given.putAll(holders);
            }
        } finally {
            if (!done.isEmpty()) {
                publish(done, given);
                listeners.changed();
            }
        }
    }

    private Map<AccountId, AccountTable.Given> release(
            Connection connection, Registration registration, List<Release> releases)
            throws SQLException {
        try {
            return accountTable.release(connection, registration.id(), releases);
        } catch (SQLException e) {
            if (!DatabaseErrors.isReferenceMissing(e)) {
                throw e;
            }
            // A target has gone at this moment: its account is free at the second look.
            return accountTable.release(connection, registration.id(), releases);
        }
    }

    private void settle(
            Registration registration,
            List<Release> releases,
            Map<AccountId, AccountTable.Given> given) {
        Map<AccountId, Long> kept = new HashMap<>();
        Map<AccountId, SessionId> holders = new HashMap<>();
        for (Release each : releases) {
            AccountTable.Given next = given.get(each.account());
            holders.put(each.account(), next == null ? null : next.session());
            if (next != null && next.session().equals(registration.id())) {
                kept.put(each.account(), next.epoch());
            }
        }
        look.patch(holders, given);
        holdings.released(releases, kept);
    }

    private void publish(List<Release> releases, Map<AccountId, AccountTable.Given> given) {
        ClusterView view = look.view();
        for (Release each : releases) {
            events.publish(released(view, each, given.get(each.account())));
        }
    }

    private EventDetails released(ClusterView view, Release release, AccountTable.Given given) {
        Optional<String> to =
                Optional.ofNullable(given)
                        .flatMap(next -> view.host(next.session()))
                        .map(ClusterHost::name);
        return EventType.accountReleased(names.apply(release.account()), release.epoch(), to);
    }

    /** Does once what follows a release, for none, so that its code is loaded. */
    void rehearse(Registration registration, GivenNotice sample) {
        settle(registration, List.of(), Map.of());
        released(
                look.view(),
                new Release(sample.account(), sample.epoch(), Optional.of(registration.id())),
                new AccountTable.Given(registration.id(), sample.epoch()));
    }
}
