package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverLatencyTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("handover.rounds", 40);

    @TempDir Path folder;

    @Test
    void aHandoverIsAMatterOfMillisecondsAndNeverGivesTwoLeases() throws Exception {
        PostgresConfig config = TestDatabase.freshSchema();
        try (TestHost one = host("one", config);
                TestHost two = host("two", config)) {
            one.membership.releaseTo(any -> Optional.of(two.membership.registration()));
            two.membership.releaseTo(any -> Optional.of(one.membership.registration()));
            one.take(MAMA);
            AccountLease lease = lease(one);
            long[] nanos = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                TestHost next = round % 2 == 0 ? two : one;
                var waiting = CompletableFuture.supplyAsync(() -> lease(next));
                AccountLease former = lease;
                long start = System.nanoTime();
                former.close();
                lease = waiting.join();
                nanos[round] = System.nanoTime() - start;
                assertThat(former.isValid()).isFalse();
                assertThat(lease.epoch()).isGreaterThan(former.epoch());
            }
            print("handover", nanos);
            print("the machine's own commit", commits(config));
            // A notice that is not heard is made up for by the next full look, seconds later.
            assertThat(Duration.ofNanos(nanos[ROUNDS / 2])).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%d times %s: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                ROUNDS,
                what,
                nanos[ROUNDS / 2] / 1e6,
                nanos[(ROUNDS - 1) * 99 / 100] / 1e6,
                nanos[ROUNDS - 1] / 1e6);
    }

    /** One durable statement each, of which a handover needs one. */
    private static long[] commits(PostgresConfig config) throws Exception {
        var database = new Database(config, "test", ConnectionGuard.NONE);
        long[] nanos = new long[ROUNDS];
        try (Connection connection = database.connect(ConnectionUse.read("test"))) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Sql.update(connection, "UPDATE meta SET oldest_reader = oldest_reader");
                nanos[round] = System.nanoTime() - start;
            }
        }
        return nanos;
    }

    private static AccountLease lease(TestHost host) {
        try {
            return host.membership.lease(MAMA, LIMIT, () -> {}).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestHost host(String name, PostgresConfig config) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        var host = new TestHost(name, config, home);
        host.declare(MAMA);
        return host;
    }
}
