package dev.gateway.postgres.membership;

import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.schema.ClusterGuard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The registering of this process: at its start, and anew after a registration has ended. Not
 * thread-safe.
 */
final class Registrar {

    private final HostSessionTable table;
    private final OwnFacts facts;
    private final SessionLiveness sessions;
    private final ClusterGuard guard;
    private final LongSupplier nanos;
    private final List<SessionId> attempts = new ArrayList<>();
    private SessionId following;

    Registrar(
            HostSessionTable table,
            OwnFacts facts,
            SessionLiveness sessions,
            ClusterGuard guard,
            LongSupplier nanos) {
        this.table = table;
        this.facts = facts;
        this.sessions = sessions;
        this.guard = guard;
        this.nanos = nanos;
    }

    /**
     * A registration that was written.
     *
     * @param registration the registration
     * @param accounts the accounts that it holds from the beginning
     */
    record Registered(Registration registration, Map<AccountId, Long> accounts) {}

    OwnFacts facts() {
        return facts;
    }

    /** Returns whether the database has begun a new timeline since. */
    boolean isOutdated(Registration registration) {
        return guard.timeline() > registration.timeline();
    }

    /**
     * Registers this process for the first time. Former processes of this home whose end the kernel
     * confirms end with it; one that lasts is succeeded.
     */
    Registered first(Connection connection) throws SQLException {
        List<SessionId> ended = new ArrayList<>();
        List<SessionRow> living = new ArrayList<>();
        boolean hadSelf = false;
        for (SessionRow row : table.all(connection)) {
            if (isOfThisHome(row)) {
                hadSelf |= row.id().equals(sessions.self());
                if (hasEnded(row)) {
                    ended.add(row.id());
                } else {
                    living.add(row);
                }
            }
        }
        Optional<SessionId> predecessor =
                living.stream()
                        .max(Comparator.comparing((SessionRow row) -> !row.host().outgoing()))
                        .map(SessionRow::id);
        SessionId id = hadSelf ? SessionId.random() : sessions.self();
        return register(connection, id, HostMarks.NONE, predecessor, ended, Optional.empty());
    }

    /**
     * Registers this process anew. May be repeated after a failure: it then follows the attempts
     * before as well, of which it is not known whether the database has seen them.
     *
     * @param held the accounts that it has held by the former registration, of which it keeps those
     *     that the database has still given to that one
     */
    Registered again(
            Connection connection, Registration former, HostMarks marks, Set<AccountId> held)
            throws SQLException {
        if (!former.id().equals(following)) {
            following = former.id();
            attempts.clear();
        }
        List<SessionId> ended = new ArrayList<>(attempts);
        ended.add(former.id());
        SessionId next = SessionId.random();
        attempts.add(next);
        Set<AccountId> kept = former.survivesFailover() ? held : Set.of();
        return register(connection, next, marks, Optional.empty(), ended, Optional.of(kept));
    }

    private Registered register(
            Connection connection,
            SessionId id,
            HostMarks marks,
            Optional<SessionId> successorOf,
            List<SessionId> ended,
            Optional<Set<AccountId>> only)
            throws SQLException {
        long timeline = guard.timeline();
        long sent = nanos.getAsLong();
        Map<AccountId, Long> accounts =
                table.register(connection, id, facts, marks, successorOf, ended, only);
        return new Registered(new Registration(id, timeline, facts.lease(), sent, nanos), accounts);
    }

    /** Only on the same boot do the locks of the home tell of its processes. */
    private boolean isOfThisHome(SessionRow row) {
        Optional<String> boot = facts.process().bootId();
        return row.homeId().equals(facts.homeId())
                && boot.isPresent()
                && boot.equals(row.process().bootId());
    }

    /** One of this very process is a former one: a process opens one journal at a time. */
    private boolean hasEnded(SessionRow row) {
        return row.homeSession().equals(sessions.self())
                || sessions.hasEnded(row.homeSession(), Optional.of(row.process()));
    }
}
