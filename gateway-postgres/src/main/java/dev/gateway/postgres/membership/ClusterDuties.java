package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.event.EventDetails;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.notice.GivenNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What this process does for itself on the control connection: registers anew, gives accounts up,
 * learns of accounts that were given to it, and looks at the others. Everything but the requests is
 * called by the thread of the connection.
 */
final class ClusterDuties implements ControlLoop.Duties {

    private static final Duration NOTHING_DUE = Duration.ofSeconds(1);

    /** The server keeps a statement from its second use on. */
    private static final int PREPARATIONS = 2;

    private final Holdings holdings;
    private final Registrar registrar;
    private final HostSessionTable sessionTable;
    private final AccountTable accountTable;
    private final CandidateTable candidateTable;
    private final AccountReleases releases;
    private final ClusterLook look;
    private final EventStream events;
    private final Listeners listeners;
    private final AtomicBoolean holdingsDue = new AtomicBoolean();
    private final AtomicBoolean declareDue = new AtomicBoolean();
    private final AtomicBoolean marksDue = new AtomicBoolean();
    private volatile Optional<Collection<AccountClaim>> declared = Optional.empty();
    private volatile Map<AccountId, String> names = Map.of();
    private volatile HostMarks marks = HostMarks.NONE;
    private volatile boolean leaving;
    private Registration lastEnded;
    private int unprepared = PREPARATIONS;

    ClusterDuties(
            Holdings holdings,
            Registrar registrar,
            HostSessionTable sessionTable,
            AccountTable accountTable,
            CandidateTable candidateTable,
            ClusterLook look,
            EventStream events,
            Listeners listeners) {
        this.holdings = holdings;
        this.registrar = registrar;
        this.sessionTable = sessionTable;
        this.accountTable = accountTable;
        this.candidateTable = candidateTable;
        this.look = look;
        this.events = events;
        this.listeners = listeners;
        this.releases =
                new AccountReleases(holdings, accountTable, look, events, listeners, this::name);
    }

    /** Has the accounts declared that this process can hold. */
    void declare(Collection<AccountClaim> claims) {
        Map<AccountId, String> called = new HashMap<>();
        claims.forEach(claim -> called.put(claim.account(), claim.name()));
        names = called;
        declared = Optional.of(List.copyOf(claims));
        declareDue.set(true);
    }

    /** Has the marks of this process written. */
    void mark(HostMarks next) {
        marks = next;
        marksDue.set(true);
    }

    HostMarks marks() {
        return marks;
    }

    /**
     * Ends the registering: a process that leaves must not come back by itself, as the others would
     * wait a whole lease for it.
     */
    void leave() {
        leaving = true;
    }

    /** Has the accounts of this process looked up. */
    void holdingsMayHaveChanged() {
        holdingsDue.set(true);
        look.accountsMayHaveChanged();
    }

    @Override
    public Duration untilDue() {
        if (leaving && holdings.registration().hasEnded()) {
            return NOTHING_DUE;
        }
        boolean due =
                holdingsDue.get()
                        || declareDue.get()
                        || marksDue.get()
                        || holdings.registration().hasEnded();
        return due ? Duration.ZERO : look.untilDue();
    }

    @Override
    public void connected(Connection connection) {
        look.connected();
        unprepared = PREPARATIONS;
        holdingsDue.set(true);
    }

    @Override
    public void failed(SQLException failure) {
        holdingsDue.set(true); // A statement may have had its effect.
    }

    @Override
    public void run(Connection connection) throws SQLException {
        endOutdated();
        Registration registration = holdings.registration();
        if (registration.hasEnded()) {
            if (leaving) {
                return;
            }
            registerAnew(connection, registration);
            registration = holdings.registration();
        }
        releases.run(connection, registration); // An account that waits for it is not polled.
        writeMarks(connection, registration);
        declare(connection, registration);
        releases.run(connection, registration);
        if (holdingsDue.getAndSet(false)) {
            refreshHoldings(connection, registration);
        }
        lookAround(connection, registration);
    }

    /**
     * Ends a registration of a former timeline. Its beats do not count on the new one: what others
     * have done since the last one before may be missing there.
     */
    void endOutdated() {
        Registration registration = holdings.registration();
        if (!registration.hasEnded() && registrar.isOutdated(registration)) {
            registration.end("the database is on a new timeline");
        }
    }

    private void registerAnew(Connection connection, Registration former) throws SQLException {
        if (!former.equals(lastEnded)) {
            lastEnded = former;
            events.publish(EventType.leaseLost(former.reason(), holdings.held().size()));
        }
        Registrar.Registered next =
                registrar.again(connection, former, marks, holdings.held().keySet());
        holdings.begin(next.registration(), next.accounts());
        marksDue.set(false);
        declareDue.set(declared.isPresent());
        look.everythingMayHaveChanged();
        events.publish(
                EventType.clusterJoined(
                        registrar.facts().host().name(), next.registration().id().text()));
        listeners.registered(next.registration().id());
    }

    private void writeMarks(Connection connection, Registration registration) throws SQLException {
        if (marksDue.get()) {
            HostMarks written = marks;
            sessionTable.mark(connection, registration.id(), written);
            look.everythingMayHaveChanged();
            marksDue.set(!written.equals(marks));
        }
    }

    private void declare(Connection connection, Registration registration) throws SQLException {
        Optional<Collection<AccountClaim>> claims = declared;
        if (claims.isPresent() && declareDue.get()) {
            candidateTable.declare(connection, registration.id(), claims.get());
            declareDue.set(claims != declared);
            look.everythingMayHaveChanged();
        }
        if (claims.isPresent()) {
            freeForeign(claims.get());
        }
    }

    /** What a former process of this home had, and this config has not any more. */
    private void freeForeign(Collection<AccountClaim> claims) {
        Set<AccountId> idle = holdings.idle();
        if (!idle.isEmpty()) {
            Set<AccountId> foreign = new HashSet<>(idle);
            claims.forEach(claim -> foreign.remove(claim.account()));
            holdings.releaseIdle(foreign);
        }
    }

    private void refreshHoldings(Connection connection, Registration registration)
            throws SQLException {
        long since = holdings.notices();
        Map<AccountId, Long> found = accountTable.heldBy(connection, registration.id());
        Map<AccountId, Long> before = holdings.held();
        if (!holdings.set(found, since)) {
            holdingsDue.set(true);
        }
        found.entrySet().removeIf(each -> each.getValue().equals(before.get(each.getKey())));
        gained(registration, found);
    }

    /** Takes free accounts; for the thread of the connection, on request. */
    Set<AccountId> take(Connection connection, Collection<AccountId> accounts) throws SQLException {
        Registration registration = holdings.registration();
        List<AccountId> missing = new ArrayList<>(accounts);
        missing.removeIf(holdings::holds);
        if (!missing.isEmpty()) {
            Map<AccountId, Long> taken = accountTable.take(connection, registration.id(), missing);
            holdings.add(taken);
            gained(registration, taken);
            if (taken.size() < missing.size()) {
                refreshHoldings(connection, registration); // Some may have been given to it.
            }
        }
        Set<AccountId> held = new HashSet<>(accounts);
        held.removeIf(each -> !holdings.holds(each));
        return held;
    }

    /** Takes note of accounts that were given to this process; for the thread of the beats. */
    void given(List<GivenNotice> notices) {
        gained(holdings.registration(), holdings.given(notices));
    }

    private void gained(Registration registration, Map<AccountId, Long> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        ClusterView before = look.view();
        look.patch(registration.id(), accounts);
        listeners.changed(); // Before the trail: these accounts are polled by no process.
        accounts.forEach((account, epoch) -> events.publish(taken(before, account, epoch)));
    }

    private EventDetails taken(ClusterView before, AccountId account, long epoch) {
        Optional<String> from =
                before.holder(account)
                        .filter(host -> !host.session().equals(before.self()))
                        .map(ClusterHost::name);
        return EventType.accountTaken(name(account), epoch, from);
    }

    /** Does once what a handover does, so that none waits for statements or code to be loaded. */
    private void rehearse(Connection connection, Registration registration) throws SQLException {
        accountTable.prepare(connection, registration.id());
        for (GivenNotice each : GivenAccounts.rehearse()) {
            taken(look.view(), each.account(), each.epoch());
            releases.rehearse(registration, each);
        }
        look.patch(registration.id(), Map.of());
    }

    private String name(AccountId account) {
        return Optional.ofNullable(names.get(account)).orElseGet(account::value);
    }

    private void lookAround(Connection connection, Registration registration) throws SQLException {
        if (!look.untilDue().isZero()) {
            return;
        }
        boolean changed = look.run(connection, registration, holdings::isReleasing);
        Optional<SessionRow> self = look.self(registration.id());
        if (self.isEmpty()) {
            registration.end("its beats stayed away for a whole lease");
        } else if (!marksDue.get()) {
            marks = marks.withDraining(self.get().host().draining());
        }
        if (!look.heldBy(registration.id()).stream().allMatch(holdings::holds)) {
            holdingsDue.set(
                    true); // A notice was lost; the rows may be old, so they decide nothing.
        }
        if (changed) {
            listeners.changed();
        } else if (unprepared > 0 && !holdings.isReleasing()) {
            rehearse(connection, registration);
            unprepared--;
        }
    }
}
