package dev.gateway.postgres.membership;

import dev.gateway.core.GatewayVersion;
import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.cluster.ReleaseTarget;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.DatabaseErrors;
import dev.gateway.postgres.connection.RefusedServerException;
import dev.gateway.postgres.notice.Notice;
import dev.gateway.postgres.schema.ClusterGuard;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The membership in the hosts that share a PostgreSQL database. */
public final class PostgresMembership implements Membership, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresMembership.class);
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(10);
    private static final Duration JOIN_PAUSE = Duration.ofMillis(200);
    private static final Duration MARK_LIMIT = Duration.ofSeconds(1);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final Database database;
    private final HostConfig host;
    private final HostSessionTable sessionTable;
    private final Listeners listeners = new Listeners();
    private final Reachability reachability;
    private final Holdings holdings;
    private final ClusterLook look;
    private final ClusterDuties duties;
    private final ControlLoop control;
    private final HeardNotices heard;
    private final BeatLoop beats;
    private final LeaseWatch watch;
    private volatile boolean closed;

    private PostgresMembership(
            Database database,
            Registrar registrar,
            Registrar.Registered first,
            EventStream events,
            Clock clock,
            LongSupplier nanos) {
        this.database = database;
        this.host = registrar.facts().host();
        this.reachability = new Reachability(events, clock);
        this.watch = new LeaseWatch(this::lapsed);
        String channel = database.channel();
        this.sessionTable = new HostSessionTable(channel);
        var accountTable = new AccountTable(channel);
        var candidateTable = new CandidateTable(channel);
        Duration lease = database.config().lease();
        this.holdings = new Holdings(first.registration(), this::wakeControl, watch::wake);
        this.look =
                new ClusterLook(
                        sessionTable,
                        accountTable,
                        candidateTable,
                        lease,
                        first.registration().id(),
                        events,
                        nanos);
        this.duties =
                new ClusterDuties(
                        holdings,
                        registrar,
                        sessionTable,
                        accountTable,
                        candidateTable,
                        look,
                        events,
                        listeners);
        this.control = new ControlLoop(database, ConnectionUse.control(lease), duties);
        this.heard =
                new HeardNotices(this::registration, duties, look, this::wakeControl, listeners);
        this.beats = new BeatLoop(database, sessionTable, new BeatEvents(nanos));
        holdings.begin(first.registration(), first.accounts());
        // A new registration has reached the database, though no beat has yet.
        listeners.onRegistration(registration -> reachability.reached());
    }

    /**
     * Registers this process. Waits some seconds for a database that does not answer.
     *
     * @param sessions the session of this process, and the word on those of its home
     * @throws IOException if the database cannot be used, with the next step
     */
    public static PostgresMembership join(
            Database database,
            JournalLocation location,
            SessionLiveness sessions,
            EventStream events,
            Clock clock)
            throws IOException, InterruptedException {
        Duration lease = database.config().lease();
        var guard = ClusterGuard.of(location.home(), lease);
        Database guarded = database.with(guard);
        var facts =
                new OwnFacts(
                        sessions.self(),
                        guard.homeId(),
                        location.home().toString(),
                        sessions.process(),
                        GatewayVersion.current(),
                        location.host(),
                        lease);
        Deadline deadline = Deadline.after(JOIN_PATIENCE);
        boolean told = false;
        while (true) {
            try {
                return join(guarded, guard, facts, sessions, events, clock);
            } catch (SQLException e) {
                if (!DatabaseErrors.isPassing(e)
                        || e instanceof RefusedServerException
                        || deadline.isExpired()) {
                    throw guarded.failure(e);
                }
                if (!told) {
                    told = true;
                    LOG.info("{} Waiting for it.", guarded.failure(e).getMessage());
                }
                LOG.debug("The database does not answer yet: {}", DatabaseErrors.line(e));
            }
            TimeUnit.NANOSECONDS.sleep(JOIN_PAUSE.toNanos());
        }
    }

    private static PostgresMembership join(
            Database database,
            ClusterGuard guard,
            OwnFacts facts,
            SessionLiveness sessions,
            EventStream events,
            Clock clock)
            throws SQLException, JournalException {
        Connection connection = database.connect(ConnectionUse.control(database.config().lease()));
        boolean done = false;
        try {
            Schema.migrate(connection, database);
            guard.schemaExists(connection);
            LongSupplier nanos = System::nanoTime;
            var registrar =
                    new Registrar(
                            new HostSessionTable(database.channel()),
                            facts,
                            sessions,
                            guard,
                            nanos);
            Registrar.Registered first = registrar.first(connection);
            var membership =
                    new PostgresMembership(database, registrar, first, events, clock, nanos);
            events.publish(
                    EventType.clusterJoined(facts.host().name(), first.registration().id().text()));
            membership.start(connection);
            done = true;
            return membership;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private void start(Connection connection) {
        watch.start(holdings);
        control.start(connection);
        beats.start();
    }

    /** Returns the database with the guard, for the connections of the journal. */
    public Database database() {
        return database;
    }

    /** Returns the present registration, for the fence of each write. */
    public SessionId registration() {
        return holdings.registration().id();
    }

    /** Returns the number of the holding of an account; empty if this process does not hold it. */
    public OptionalLong epoch(AccountId account) {
        Long epoch = holdings.held().get(account);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    /** Returns the cursor that came with an account, as it is stored, once; or empty. */
    public Optional<String> takeCursor(AccountId account, long epoch) {
        return holdings.takeCursor(account, epoch);
    }

    /** Returns the accounts that this process holds. */
    public Set<AccountId> accounts() {
        return holdings.held().keySet();
    }

    /** Registers a listener for each later registration; it must return at once. */
    public void onRegistration(Consumer<SessionId> listener) {
        listeners.onRegistration(listener);
    }

    /** Registers a listener for notices of all kinds; it must return at once. */
    public void onNotice(Consumer<Notice> listener) {
        listeners.onNotice(listener);
    }

    /**
     * Registers a listener for each moment at which the database answers again: connections that
     * have waited meanwhile for an answer should be given up. It must return at once.
     */
    public void onReachable(Runnable listener) {
        listeners.onReachable(listener);
    }

    /** Takes note that the database does not know the registration any more. */
    public void refused(SessionId registration) {
        Registration present = holdings.registration();
        if (present.id().equals(registration)) {
            ended(present);
        }
    }

    private void ended(Registration registration) {
        if (registration.end("its beats stayed away for a whole lease")) {
            watch.wake();
            control.wake();
            listeners.changed();
        }
    }

    private void wakeControl() {
        control.wake();
    }

    private void lapsed() {
        reachability.lapsed();
        listeners.changed();
    }

    @Override
    public HostConfig host() {
        return host;
    }

    @Override
    public boolean isValid() {
        return holdings.registration().isValid();
    }

    @Override
    public Duration leaseLeft() {
        return holdings.registration().remaining();
    }

    @Override
    public Optional<String> problem() {
        return reachability.problem();
    }

    @Override
    public ClusterView view() {
        return look.view();
    }

    @Override
    public void declare(Collection<AccountClaim> accounts)
            throws IOException, InterruptedException {
        duties.declare(accounts);
        control.call(connection -> true);
    }

    @Override
    public Set<AccountId> take(Collection<AccountId> accounts)
            throws IOException, InterruptedException {
        return control.call(connection -> duties.take(connection, accounts));
    }

    @Override
    public Optional<AccountLease> lease(AccountId account, Duration limit, Runnable onLost)
            throws InterruptedException {
        return holdings.lease(account, limit, onLost);
    }

    @Override
    public void releaseTo(ReleaseTarget target) {
        holdings.releaseTo(target);
    }

    @Override
    public void drain(boolean on) throws IOException, InterruptedException {
        duties.mark(duties.marks().withDraining(on));
        control.call(connection -> true);
    }

    @Override
    public void markOutgoing() {
        duties.mark(duties.marks().asOutgoing());
        try {
            control.call(connection -> true, MARK_LIMIT);
        } catch (IOException e) {
            LOG.debug("The mark of a process that leaves is written later: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.onChange(listener);
    }

    /** Ends the registration: what it still holds is free. Waits some seconds; idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        duties.leave();
        holdings.close();
        try {
            SessionId own = registration();
            control.call(
                    connection -> {
                        sessionTable.leave(connection, own);
                        return true;
                    },
                    LEAVE_LIMIT);
        } catch (IOException e) {
            LOG.warn(
                    "Leaving the cluster: {} Its accounts are free after the lease.",
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    /** Ends the threads and connections as a death of the process does: nothing is written. */
    void vanish() {
        closed = true;
        holdings.close();
        stop();
    }

    private void stop() {
        try {
            beats.stop(STOP_LIMIT);
            control.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.stop();
    }

    /** What beats and notices bring about; called by their thread. */
    private final class BeatEvents implements BeatLoop.Events {

        private final LongSupplier nanos;

        /** At the first connection the other one is only slow. */
        private boolean lost;

        private BeatEvents(LongSupplier nanos) {
            this.nanos = nanos;
        }

        @Override
        public Registration registration() {
            return holdings.registration();
        }

        @Override
        public void connected() {
            duties.endOutdated();
            if (lost) {
                lost = false;
                control.abandonSilent();
            }
            // Notices that came while there was no connection are lost.
            duties.holdingsMayHaveChanged();
            look.everythingMayHaveChanged();
            control.wake();
            listeners.reachable();
        }

        @Override
        public void beaten(Registration registration, long sentNanos, boolean synchronous) {
            boolean wasValid = registration.isValid();
            registration.beaten(sentNanos, synchronous);
            reachability.reached();
            if (!wasValid && registration.isValid()) {
                holdings.becameValid();
                watch.wake();
                listeners.changed();
            }
        }

        @Override
        public void ended(Registration registration) {
            reachability.reached();
            PostgresMembership.this.ended(registration);
        }

        @Override
        public void failed(SQLException failure) {
            lost = true;
            reachability.failed(failure);
        }

        @Override
        public void heard(List<Notice> notices) {
            heard.hear(notices);
        }
    }
}
