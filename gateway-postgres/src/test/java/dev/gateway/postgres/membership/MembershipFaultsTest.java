package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.sim.network.Direction;
import dev.gateway.sim.network.TcpProxy;
import dev.gateway.sim.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines that are cut and databases that go, with real servers, connections and clocks. */
class MembershipFaultsTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final AccountId PAPA = new AccountId("telegram:2");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The contract says 1 s; the rest is for a machine with other work and a slow disk. */
    private static final Duration RESUMED = Duration.ofSeconds(15);

    /** A lease of which a beat that is given up leaves enough. */
    private static final Duration SOME_BEATS = Duration.ofSeconds(8);

    /** A lease in which a server stops and starts, whatever its disk has left to write. */
    private static final Duration A_RESTART = Duration.ofMinutes(4);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Not that of other tests: a server writes all that it has left before it stops. */
    private static PostgresServer server;

    @TempDir Path folder;

    private final PostgresConfig config =
            TestDatabase.config(server.port(), "test_" + NUMBER.incrementAndGet(), "postgres");
    private final List<TestHost> hosts = new ArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();

    @BeforeAll
    static void launch() throws Exception {
        server = PostgresServer.launch();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @AfterEach
    void close() throws Exception {
        closeHosts();
        if (!server.isRunning()) {
            server.start();
        }
    }

    private void closeHosts() {
        hosts.forEach(TestHost::close);
    }

    @Test
    void aLineThatIsCutForAMomentChangesNothing() throws Exception {
        try (TcpProxy line = TcpProxy.to(server.port())) {
            TestHost one = host("one", line.port(), SOME_BEATS);
            AccountLease lease = taken(one);
            SessionId registration = one.membership.registration();

            line.cut();
            // More than the time after which a beat is given up, less than that of the lease.
            await().atMost(LIMIT).until(() -> lease.validFor().compareTo(seconds(4)) < 0);
            line.heal();

            await().atMost(LIMIT).until(() -> lease.validFor().compareTo(seconds(4)) > 0);
            assertThat(lease.isValid()).isTrue();
            assertThat(one.membership.registration()).isEqualTo(registration);
            assertThat(one.membership.problem()).isEmpty();
            assertThat(one.eventsNamed("database_unreachable")).isZero();
            assertThat(losses).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aCutHostStopsBeforeAnotherTakesOverAndWhatTheLineHeldBackChangesNothing(Cut cut)
            throws Exception {
        try (TcpProxy line = TcpProxy.to(server.port())) {
            TestHost one = host("one", line.port());
            TestHost two = host("two", server.port(), TestDatabase.KEPT_LEASE);
            AccountLease lease = taken(one);
            SessionId registration = one.membership.registration();

            cut.apply(line);
            long ended = firstMomentWithout(lease);
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !two.take(MAMA).isEmpty());
            long taken = System.nanoTime();
            AccountLease second = lease(two);
            line.heal();

            assertThat(taken - ended).isPositive();
            await().atMost(LIMIT).until(() -> one.membership.isValid());
            await().atMost(LIMIT).until(() -> !one.membership.registration().equals(registration));
            assertThat(one.take(MAMA)).isEmpty();
            assertThat(second.isValid()).isTrue();
            assertThat(lease.isValid()).isFalse();
            await().atMost(LIMIT).until(() -> losses.get() == 1);
            // Told after the registration that it follows from.
            await().atMost(LIMIT).until(() -> one.eventsNamed("database_reachable") > 0);
            await().atMost(LIMIT).until(() -> one.membership.problem().isEmpty());
        }
    }

    /** The ways to cut a line. */
    enum Cut {
        BOTH,
        ANSWERS;

        void apply(TcpProxy line) {
            switch (this) {
                case BOTH -> line.cut();
                case ANSWERS -> line.cut(Direction.TO_CLIENT);
            }
        }
    }

    @Test
    void aRestartOfTheDatabaseChangesNothing() throws Exception {
        TestHost one = host("one", server.port(), A_RESTART);
        AccountLease lease = taken(one);

        server.restart();

        assertGoesOn(one, lease);
    }

    @Test
    void aCrashOfTheDatabaseChangesNothing() throws Exception {
        TestHost one = host("one", server.port(), A_RESTART);
        AccountLease lease = taken(one);

        server.kill();
        server.start();

        assertGoesOn(one, lease);
    }

    private void assertGoesOn(TestHost one, AccountLease lease) {
        Duration left = lease.validFor();
        await().atMost(LIMIT).until(() -> lease.validFor().compareTo(left) > 0);
        assertThat(lease.isValid()).isTrue();
        assertThat(losses).hasValue(0);
        assertThat(one.membership.accounts()).containsExactly(MAMA);
    }

    @Test
    void afterAnOutageLongerThanTheLeaseTheHolderGoesOnAtOnceAndNoOtherTakesOver()
            throws Exception {
        TestHost one = host("one", server.port());
        TestHost two = host("two", server.port());
        AccountLease lease = taken(one);
        SessionId registration = one.membership.registration();

        server.stop();
        firstMomentWithout(lease);
        await().atMost(LIMIT).until(() -> losses.get() == 1);
        await().atMost(LIMIT)
                .until(
                        () ->
                                one.membership
                                        .problem()
                                        .orElse("")
                                        .startsWith("journal unreachable since"));
        LockSupport.parkNanos(TestDatabase.LEASE.toNanos());
        server.start();
        long answers = System.nanoTime();

        AccountLease next = one.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
        report("stop of the database", answers);
        assertThat(since(answers)).isLessThan(RESUMED);
        assertThat(one.membership.registration()).isEqualTo(registration);
        assertThat(next.epoch()).isEqualTo(lease.epoch());
        assertThat(two.take(MAMA)).isEmpty();
        await().atMost(LIMIT).until(() -> one.membership.problem().isEmpty());
    }

    @Test
    void afterAFrozenDatabaseTheHolderGoesOnAtOnce() throws Exception {
        TestHost one = host("one", server.port());
        AccountLease lease = taken(one);

        server.freeze();
        firstMomentWithout(lease);
        server.thaw();
        long answers = System.nanoTime();

        one.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
        report("frozen database", answers);
        assertThat(since(answers)).isLessThan(RESUMED);
    }

    @Test
    void afterAFailoverTheHolderGoesOnWithANewRegistrationAndTheRestWaitsForALease()
            throws Exception {
        try (PostgresServer primary = PostgresServer.launch();
                PostgresServer standby = primary.standby(false);
                TcpProxy address = TcpProxy.to(primary.port())) {
            // Kept by a host that gets no processor for seconds while two servers start.
            TestHost one = host("one", address.port(), TestDatabase.KEPT_LEASE);
            TestHost two = host("two", address.port(), TestDatabase.KEPT_LEASE);
            AccountLease lease = taken(one);
            SessionId registration = one.membership.registration();
            await().atMost(LIMIT)
                    .ignoreExceptions() // The table comes a moment later as well.
                    .until(
                            () ->
                                    standby.query(
                                                    "SELECT count(*) FROM "
                                                            + config.schema()
                                                            + ".account WHERE session IS NOT NULL")
                                            .equals("1"));

            primary.kill();
            standby.promote();
            address.redirect(standby.port());
            address.reset();
            long promoted = System.nanoTime();

            await().atMost(LIMIT).until(() -> !one.membership.registration().equals(registration));
            AccountLease next = one.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
            report("failover", promoted);
            assertThat(next.epoch()).isGreaterThan(lease.epoch());
            await().atMost(LIMIT).until(two.membership::isValid);
            assertThat(two.take(MAMA)).isEmpty();
            // It was free; in what the standby lacks, a host may have taken it.
            await().atMost(LIMIT).until(() -> !two.take(PAPA).isEmpty());
            assertThat(since(promoted)).isGreaterThan(TestDatabase.KEPT_LEASE);

            closeHosts();
            hosts.clear();
            primary.start();
            address.redirect(primary.port());
            assertThatThrownBy(() -> host("one", address.port()))
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            refused ->
                                    assertThat(refused.kind())
                                            .isEqualTo(JournalException.Kind.OTHER_DATABASE))
                    .hasMessageContaining("former primary");
        }
    }

    /** Nothing is lost, so this is an outage as any other: also for owners that see it first. */
    @Test
    void afterALongOutageAndAFailoverToASynchronousStandbyTheHolderGoesOnAtOnce() throws Exception {
        try (PostgresServer primary = PostgresServer.launch();
                PostgresServer standby = primary.standby(true);
                TcpProxy address = TcpProxy.to(primary.port())) {
            TestHost one = host("one", address.port());
            AccountLease lease = taken(one);
            SessionId registration = one.membership.registration();
            Duration fresh = lease.validFor();
            await().atMost(LIMIT).until(() -> lease.validFor().compareTo(fresh) > 0);

            primary.kill();
            firstMomentWithout(lease);
            lease.close();
            LockSupport.parkNanos(TestDatabase.LEASE.dividedBy(2).toNanos());
            standby.promote();
            address.redirect(standby.port());
            address.reset();
            long promoted = System.nanoTime();

            await().atMost(LIMIT).until(() -> !one.membership.registration().equals(registration));
            AccountLease next = one.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
            report("failover to a synchronous standby", promoted);
            // By its former registration: none has freed the account meanwhile.
            assertThat(next.epoch()).isEqualTo(lease.epoch() + 1);
            assertThat(one.eventsNamed("account_taken")).isEqualTo(1);
        }
    }

    private static void report(String what, long since) {
        System.out.printf("after %s: %d ms%n", what, since(since).toMillis());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    private static long firstMomentWithout(AccountLease lease) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (lease.isValid()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return System.nanoTime();
    }

    private AccountLease taken(TestHost host) throws Exception {
        assertThat(host.take(MAMA)).containsExactly(MAMA);
        return host.membership.lease(MAMA, LIMIT, losses::incrementAndGet).orElseThrow();
    }

    private AccountLease lease(TestHost host) throws InterruptedException {
        return host.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
    }

    private TestHost host(String name, int port) throws Exception {
        return host(name, port, TestDatabase.LEASE);
    }

    private TestHost host(String name, int port, Duration lease) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        var host =
                new TestHost(
                        name, TestDatabase.config(port, config.schema(), "postgres", lease), home);
        hosts.add(host);
        host.declare(MAMA, PAPA);
        return host;
    }
}
