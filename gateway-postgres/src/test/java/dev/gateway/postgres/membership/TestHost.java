package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A host of a test: one membership with a home of its own. */
final class TestHost implements AutoCloseable {

    /** The sessions whose processes are dead, as the kernel would tell. */
    private static final Set<SessionId> ENDED = ConcurrentHashMap.newKeySet();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final PostgresMembership membership;
    final SessionId session;
    private final CountDownLatch control = new CountDownLatch(1);
    final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();

    TestHost(String name, PostgresConfig config, Path home) throws Exception {
        this(HostConfig.named(name), config, home);
    }

    TestHost(HostConfig host, PostgresConfig config, Path home) throws Exception {
        session = SessionId.random();
        var stream = new EventStream(Clock.systemUTC(), 1);
        stream.add(events::add);
        var location = new JournalLocation(new GatewayHome(home), JournalConfig.in(config), host);
        var database = new Database(config, host.name(), ConnectionGuard.NONE);
        membership =
                PostgresMembership.join(
                        database, location, liveness(session), stream, Clock.systemUTC());
    }

    private static SessionLiveness liveness(SessionId self) {
        ProcessProbe probe = ProcessProbe.system();
        ProcessIdentity process = ProcessIdentity.of(probe, probe.self());
        return new SessionLiveness() {
            @Override
            public SessionId self() {
                return self;
            }

            @Override
            public ProcessIdentity process() {
                return process;
            }

            @Override
            public boolean hasEnded(SessionId other, Optional<ProcessIdentity> ignored) {
                return ENDED.contains(other);
            }
        };
    }

    /** Ends it as SIGKILL does: nothing is written, and the kernel knows. */
    void kill() {
        membership.vanish();
        ENDED.add(session);
    }

    void declare(AccountId... accounts) throws Exception {
        untilAnswered(
                () -> {
                    membership.declare(claims(accounts));
                    return true;
                });
    }

    /** Takes what is free; again where a slow disk has ended the statement. */
    Set<AccountId> take(AccountId... accounts) throws Exception {
        return untilAnswered(() -> membership.take(Set.of(accounts)));
    }

    private static <T> T untilAnswered(Callable<T> call) throws Exception {
        Deadline end = Deadline.after(LIMIT);
        while (true) {
            try {
                return call.call();
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.PASSING || end.isExpired()) {
                    throw e;
                }
            }
        }
    }

    private static List<AccountClaim> claims(AccountId... accounts) {
        return Arrays.stream(accounts)
                .map(each -> new AccountClaim(each, each.identity(), Optional.empty()))
                .toList();
    }

    /**
     * Keeps the thread of the control connection busy until {@link #letControlGo}.
     *
     * @param other a host whose change it finds
     */
    void holdControl(TestHost other) throws Exception {
        var held = new CountDownLatch(1);
        membership.onChange(
                () -> {
                    if (Thread.currentThread().getName().equals("cluster-control")) {
                        held.countDown();
                        awaitControl();
                    }
                });
        other.membership.drain(true); // A change that its look finds.
        held.await();
    }

    private void awaitControl() {
        try {
            control.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void letControlGo() {
        control.countDown();
    }

    Duration leaseLeft() {
        return membership.leaseLeft();
    }

    long eventsNamed(String type) {
        return events.stream().filter(each -> each.type().wireName().equals(type)).count();
    }

    @Override
    public void close() {
        membership.close();
    }
}
