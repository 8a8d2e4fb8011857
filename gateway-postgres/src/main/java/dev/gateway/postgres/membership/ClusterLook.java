package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The look at the other processes and at all accounts: at the registrations several times in each
 * interval of beats, at the rest when there is reason to, and now and then without one. Ends
 * registrations whose beats stay away. The requests are thread-safe.
 */
final class ClusterLook {

    /** The looks at registrations in the time of a lease. */
    private static final int LOOKS = 16;

    private static final Duration FULL_LOOK = Duration.ofSeconds(5);
    private static final Duration FULL_LOOK_PAUSE = Duration.ofMillis(150);

    private final HostSessionTable sessionTable;
    private final AccountTable accountTable;
    private final CandidateTable candidateTable;
    private final EventStream events;
    private final LongSupplier nanos;
    private final long intervalNanos;
    private final BeatObserver observer = new BeatObserver();
    private volatile boolean accountsDue = true;
    private volatile boolean candidatesDue = true;
    private volatile ClusterView view;
    private volatile long lastLook;
    private volatile long lastFull;
    private List<SessionRow> sessions = List.of();
    private List<AccountTable.Row> accounts = List.of();
    private List<CandidateTable.Row> candidates = List.of();

    ClusterLook(
            HostSessionTable sessionTable,
            AccountTable accountTable,
            CandidateTable candidateTable,
            Duration lease,
            SessionId self,
            EventStream events,
            LongSupplier nanos) {
        this.sessionTable = sessionTable;
        this.accountTable = accountTable;
        this.candidateTable = candidateTable;
        this.events = events;
        this.nanos = nanos;
        this.intervalNanos = lease.toNanos() / LOOKS;
        this.lastLook = nanos.getAsLong() - intervalNanos;
        this.lastFull = nanos.getAsLong() - FULL_LOOK.toNanos();
        this.view = new ClusterView(self, List.of(), Map.of());
    }

    ClusterView view() {
        return view;
    }

    void accountsMayHaveChanged() {
        accountsDue = true;
    }

    void everythingMayHaveChanged() {
        accountsDue = true;
        candidatesDue = true;
    }

    /** Begins anew on a new connection. */
    void connected() {
        observer.reset();
        everythingMayHaveChanged();
    }

    Duration untilDue() {
        long now = nanos.getAsLong();
        long left = intervalNanos - (now - lastLook);
        if (accountsDue || candidatesDue) {
            left = Math.min(left, FULL_LOOK_PAUSE.toNanos() - (now - lastFull));
        }
        return Duration.ofNanos(Math.max(0, left));
    }

    /** Returns a registration of the last look. */
    Optional<SessionRow> self(SessionId id) {
        return sessions.stream().filter(row -> row.id().equals(id)).findFirst();
    }

    /** Returns the accounts that a registration held at the last look at them. */
    List<AccountId> heldBy(SessionId id) {
        return view.accounts().values().stream()
                .filter(account -> account.isHeldBy(id))
                .map(ClusterAccount::id)
                .toList();
    }

    /**
     * Looks, and returns whether the view has changed.
     *
     * @param urgent whether something else waits for the connection: the rest comes after it
     */
    boolean run(Connection connection, Registration registration, BooleanSupplier urgent)
            throws SQLException {
        Set<SessionId> before = new HashSet<>(HostSessionTable.ids(sessions));
        lookAtSessions(connection, registration);
        if (!before.equals(new HashSet<>(HostSessionTable.ids(sessions)))) {
            everythingMayHaveChanged();
        }
        long now = nanos.getAsLong();
        boolean overdue = now - lastFull >= FULL_LOOK.toNanos();
        boolean full =
                (accountsDue || candidatesDue) && now - lastFull >= FULL_LOOK_PAUSE.toNanos()
                        || overdue;
        if (!full || urgent.getAsBoolean()) {
            return publish(registration, true);
        }
        lastFull = now;
        accountsDue = false;
        accounts = accountTable.all(connection);
        if (urgent.getAsBoolean()) {
            accountsDue = true;
            return publish(registration, false);
        }
        if (candidatesDue || overdue) {
            candidatesDue = false;
            candidates = candidateTable.all(connection);
        }
        return publish(registration, false);
    }

    private void lookAtSessions(Connection connection, Registration registration)
            throws SQLException {
        long sent = nanos.getAsLong();
        List<SessionRow> rows = sessionTable.all(connection);
        long received = nanos.getAsLong();
        lastLook = received;
        List<SessionRow> others =
                rows.stream().filter(row -> !row.id().equals(registration.id())).toList();
        Set<SessionId> ended = new HashSet<>();
        for (SessionRow silent : observer.look(others, sent, received)) {
            int held = HostSessionTable.countAccounts(connection, silent.id());
            Duration age = observer.age(silent.id(), received).orElse(silent.lease());
            if (sessionTable.endSilent(connection, silent.id(), silent.beat())) {
                ended.add(silent.id());
            }
            if (ended.contains(silent.id()) && silent.isProcess()) {
                events.publish(
                        EventType.hostEnded(silent.host().name(), silent.id().text(), held, age));
            }
        }
        sessions = rows.stream().filter(row -> !ended.contains(row.id())).toList();
    }

    private synchronized boolean publish(Registration registration, boolean keepAccounts) {
        long now = nanos.getAsLong();
        ClusterView before = view;
        ClusterView next =
                ViewReader.view(
                        registration.id(),
                        sessions,
                        keepAccounts ? List.of() : accounts,
                        keepAccounts ? List.of() : candidates,
                        row ->
                                row.id().equals(registration.id())
                                        ? registration.beatAge()
                                        : observer.age(row.id(), now).orElse(Duration.ZERO));
        view =
                new ClusterView(
                        registration.id(),
                        next.hosts(),
                        keepAccounts ? before.accounts() : newest(before, next));
        return !view.accounts().equals(before.accounts())
                || !withoutAges(view).equals(withoutAges(before));
    }

    /** An account that was given to this process after the rows were read is its own. */
    private static Map<AccountId, ClusterAccount> newest(ClusterView before, ClusterView next) {
        Map<AccountId, ClusterAccount> newest = new HashMap<>(next.accounts());
        newest.replaceAll(
                (id, read) ->
                        Optional.ofNullable(before.accounts().get(id))
                                .filter(known -> known.isHeldBy(next.self()))
                                .filter(known -> known.epoch() > read.epoch())
                                .map(known -> held(id, read, known.epoch(), next.self()))
                                .orElse(read));
        return newest;
    }

    private static List<ClusterHost> withoutAges(ClusterView view) {
        return view.hosts().stream()
                .map(
                        host ->
                                new ClusterHost(
                                        host.session(),
                                        host.name(),
                                        host.home(),
                                        host.pid(),
                                        host.version(),
                                        host.weight(),
                                        host.draining(),
                                        host.outgoing(),
                                        host.successorOf(),
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        host.joinAfter()))
                .toList();
    }

    /** Enters accounts that this process has got. */
    synchronized void patch(SessionId self, Map<AccountId, Long> gained) {
        Map<AccountId, ClusterAccount> next = new HashMap<>(view.accounts());
        gained.forEach((id, epoch) -> next.compute(id, (key, old) -> held(id, old, epoch, self)));
        view = new ClusterView(view.self(), view.hosts(), next);
    }

    /** Enters what has become of accounts that this process gave up. */
    synchronized void patch(
            Map<AccountId, SessionId> holders, Map<AccountId, AccountTable.Given> given) {
        Map<AccountId, ClusterAccount> next = new HashMap<>(view.accounts());
        holders.forEach(
                (id, holder) ->
                        next.computeIfPresent(
                                id,
                                (key, old) ->
                                        held(
                                                id,
                                                old,
                                                given.containsKey(id)
                                                        ? given.get(id).epoch()
                                                        : old.epoch(),
                                                holder)));
        view = new ClusterView(view.self(), view.hosts(), next);
    }

    private static ClusterAccount held(
            AccountId id, ClusterAccount old, long epoch, SessionId holder) {
        return new ClusterAccount(
                id,
                old == null ? id.value() : old.name(),
                epoch,
                Optional.ofNullable(holder),
                old == null ? Set.of() : old.candidates(),
                old == null ? Optional.empty() : old.preferredHost(),
                old == null ? Optional.empty() : old.orderedHost());
    }
}
