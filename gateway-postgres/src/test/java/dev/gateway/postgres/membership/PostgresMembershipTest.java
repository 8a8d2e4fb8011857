package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresMembershipTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final AccountId PAPA = new AccountId("telegram:2");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Runnable UNTOLD = () -> {};

    @TempDir Path folder;

    private final PostgresConfig config = TestDatabase.freshSchema();
    private final List<TestHost> hosts = new ArrayList<>();

    @AfterEach
    void closeHosts() {
        hosts.forEach(TestHost::close);
    }

    @Test
    void anAccountHasOneHolder() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");

        assertThat(one.take(MAMA, PAPA)).containsExactlyInAnyOrder(MAMA, PAPA);
        assertThat(two.take(MAMA)).isEmpty();
        assertThat(two.membership.lease(MAMA, Duration.ofMillis(50), UNTOLD)).isEmpty();
        assertThat(lease(one).isValid()).isTrue();
        await().atMost(LIMIT).until(() -> two.membership.view().holder(MAMA).isPresent());
        assertThat(two.membership.view().holder(MAMA).get().name()).isEqualTo("one");
    }

    @Test
    void aReleasedAccountIsItsTargetsAtOnceWithAHigherEpoch() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");
        one.take(MAMA);
        AccountLease first = lease(one);
        one.membership.releaseTo(account -> Optional.of(two.membership.registration()));

        first.close();

        assertThat(first.isValid()).isFalse();
        AccountLease second = lease(two);
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(one.membership.accounts()).isEmpty();
    }

    @Test
    void anAccountComesWithItsCursorAndNeedsNoQuery() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");
        one.take(MAMA);
        TestDatabase.run(config, "UPDATE account SET cursor = 'a\nb' WHERE id = '" + MAMA + "'");
        one.membership.releaseTo(account -> Optional.of(two.membership.registration()));
        two.holdControl(one);
        try {
            lease(one).close();

            long epoch = lease(two).epoch();
            assertThat(two.membership.takeCursor(MAMA, epoch)).contains("a\nb");
        } finally {
            two.letControlGo();
        }
    }

    @Test
    void aCursorThatIsTooLongForANoticeIsReadFromTheJournal() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");
        one.take(MAMA);
        TestDatabase.run(
                config, "UPDATE account SET cursor = repeat('ä', 9000) WHERE id = '" + MAMA + "'");
        one.membership.releaseTo(account -> Optional.of(two.membership.registration()));

        lease(one).close();

        assertThat(two.membership.takeCursor(MAMA, lease(two).epoch())).isEmpty();
    }

    @Test
    void anAccountThatWasGivenIsFoundThoughTheNoticeWasLost() throws Exception {
        TestHost one = host("one");

        TestDatabase.run(
                config,
                "UPDATE account SET epoch = 7, session = '%s' WHERE id = '%s'"
                        .formatted(one.membership.registration(), MAMA));

        assertThat(lease(one).epoch()).isEqualTo(7);
    }

    @Test
    void takingFindsWhatWasGivenThoughTheNoticeWasLost() throws Exception {
        TestHost one = host("one");
        TestDatabase.run(
                config,
                "UPDATE account SET epoch = 7, session = '%s' WHERE id = '%s'"
                        .formatted(one.membership.registration(), MAMA));

        assertThat(one.take(MAMA)).containsExactly(MAMA);
    }

    @Test
    void aReleaseToAHostThatHasGoneFreesTheAccount() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");
        one.take(MAMA);
        one.membership.releaseTo(account -> Optional.of(two.membership.registration()));
        AccountLease lease = lease(one);
        two.close();

        lease.close();

        // On a disk so slow that the leaving was given up after its limit, after a lease.
        await().atMost(LIMIT).untilAsserted(() -> assertThat(one.take(MAMA)).containsExactly(MAMA));
    }

    /** Its threads see that the registration is gone before they end. */
    @Test
    void aHostThatHasLeftDoesNotComeBack() throws Exception {
        TestHost one = host("one");
        for (int i = 0; i < 5; i++) {
            TestHost two = host("two");
            two.close();

            assertThat(two.eventsNamed("cluster_joined")).isEqualTo(1);
            await().atMost(LIMIT).until(() -> one.membership.view().hosts().size() == 1);
        }
    }

    @Test
    void anAccountThatIsReleasedToItsHolderStaysWithANewEpoch() throws Exception {
        TestHost one = host("one");
        one.take(MAMA);
        one.membership.releaseTo(account -> Optional.of(one.membership.registration()));
        AccountLease first = lease(one);

        first.close();

        assertThat(lease(one).epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void aHostWithoutBeatsEndsAfterItsLeaseAndItsLateBeatsChangeNothing() throws Exception {
        TestHost one = host("one", TestDatabase.LEASE);
        TestHost two = host("two");
        one.take(MAMA);
        long before = System.nanoTime();
        Duration left = one.leaseLeft();
        one.membership.vanish();

        await().atMost(LIMIT).until(() -> !two.take(MAMA).isEmpty());

        // Not before the lease of its last beat could have been used up.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(left);
        await().atMost(LIMIT).until(() -> two.eventsNamed("host_ended") == 1);
    }

    @Test
    void aStartAfterAKillOnTheSameHomeHasTheAccountsAtOnce() throws Exception {
        TestHost other = host("other");
        TestHost first = host("one");
        first.take(MAMA);
        long epoch = first.membership.epoch(MAMA).getAsLong();
        first.kill();

        TestHost second = host("one");

        assertThat(second.membership.accounts()).containsExactly(MAMA);
        assertThat(second.membership.epoch(MAMA).getAsLong()).isGreaterThan(epoch);
        assertThat(other.take(MAMA)).isEmpty();
    }

    @Test
    void aCopyOfAHomeVouchesForNothing() throws Exception {
        TestHost first = host("one");
        first.take(MAMA);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve("one/cluster.json"), copy.resolve("cluster.json"));
        first.kill();

        TestHost second = new TestHost("one", config, copy);
        hosts.add(second);

        assertThat(second.membership.accounts()).isEmpty();
    }

    @Test
    void aProcessBesideALivingOneOfItsHomeSucceedsIt() throws Exception {
        TestHost old = host("one");
        old.take(MAMA);

        TestHost successor = host("one");

        assertThat(successor.membership.accounts()).isEmpty();
        await().atMost(LIMIT)
                .until(
                        () ->
                                old.membership
                                        .view()
                                        .host(successor.membership.registration())
                                        .flatMap(host -> host.successorOf())
                                        .isPresent());
        assertThat(old.membership.isValid()).isTrue();
    }

    @Test
    void aRegistrationThatOthersEndedLosesItsLeasesAndIsMadeAnew() throws Exception {
        TestHost one = host("one");
        one.take(MAMA);
        var told = new AtomicInteger();
        AccountLease lease = one.membership.lease(MAMA, LIMIT, told::incrementAndGet).orElseThrow();
        var former = one.membership.registration();

        TestDatabase.run(config, "DELETE FROM session");

        await().atMost(LIMIT).until(() -> !one.membership.registration().equals(former));
        assertThat(lease.isValid()).isFalse();
        await().atMost(LIMIT).until(() -> told.get() == 1);
        assertThat(one.take(MAMA)).containsExactly(MAMA);
        assertThat(lease(one).epoch()).isGreaterThan(lease.epoch());
        assertThat(lease.isValid()).isFalse();
    }

    @Test
    void whatIsNotInTheConfigAnyMoreIsFreed() throws Exception {
        TestHost first = host("one");
        first.take(MAMA, PAPA);
        first.kill();
        TestHost other = host("other");

        TestHost second = host("one");
        second.declare(PAPA);

        await().atMost(LIMIT).until(() -> !other.take(MAMA).isEmpty());
        assertThat(second.membership.accounts()).containsExactly(PAPA);
    }

    @Test
    void leavingFreesEverythingAtOnce() throws Exception {
        TestHost one = host("one");
        TestHost two = host("two");
        one.take(MAMA);

        one.close();

        assertThat(two.take(MAMA)).containsExactly(MAMA);
    }

    private AccountLease lease(TestHost host) throws InterruptedException {
        return host.membership.lease(MAMA, LIMIT, UNTOLD).orElseThrow();
    }

    private TestHost host(String name) throws Exception {
        return host(name, TestDatabase.KEPT_LEASE);
    }

    private TestHost host(String name, Duration lease) throws Exception {
        Path home = folder.resolve(name);
        Files.createDirectories(home);
        PostgresConfig own =
                TestDatabase.config(
                        TestDatabase.server().port(), config.schema(), config.user(), lease);
        var host = new TestHost(name, own, home);
        hosts.add(host);
        host.declare(MAMA, PAPA);
        return host;
    }
}
