package dev.gateway.postgres.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.postgres.schedule.SimulatedHost.Site;
import dev.gateway.sim.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A failover to a standby that lacks the last commits: rows get numbers again that answers have
 * had, and a platform that knows the key of an answer drops it.
 */
class AsynchronousFailoverTest {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 20;

    /** The server writes the state of a counter of rows only every 32 rows. */
    private static final int LOST = 80;

    @TempDir Path folder;
    private final FakeAccount account =
            new FakeAccount("feishu", DeliveryManner.PUSHED_UNTIL_ACKNOWLEDGED);
    private PostgresServer primary;
    private PostgresServer standby;
    private SimulatedHost host;

    @BeforeEach
    void launch() throws Exception {
        primary = PostgresServer.launch();
        standby = primary.standby(false);
    }

    @AfterEach
    void close() throws Exception {
        host.stop();
        standby.close();
        primary.close();
    }

    @Test
    void noIdRepeatsAfterRowsWereLost() throws Exception {
        failOver(Adjustment.NONE);
        say(20);

        await(() -> account.unanswered().isEmpty());

        assertThat(account.mistaken()).isEmpty();
    }

    @Test
    void numbersOfRowsRepeatAndAnswersAreLost() throws Exception {
        failOver(
                new Adjustment() {
                    @Override
                    public String key(ClaimedAnswer answer) {
                        return Long.toString(answer.row());
                    }
                });
        say(20);

        await(() -> !account.mistaken().isEmpty());
    }

    private void failOver(Adjustment adjustment) throws Exception {
        host = new SimulatedHost(site(adjustment), 1);
        host.start();
        say(5);
        await(() -> account.unanswered().isEmpty());
        standby.execute("ALTER SYSTEM SET primary_conninfo = ''");
        standby.execute("SELECT pg_reload_conf()");
        await(() -> standby.query("SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
        say(LOST);
        await(() -> account.unanswered().isEmpty());
        primary.kill();
        standby.promote();
    }

    private Site site(Adjustment adjustment) {
        return new Site(
                "host-1",
                folder,
                new PostgresConfig(
                        List.of(
                                new Server("127.0.0.1", primary.port()),
                                new Server("127.0.0.1", standby.port())),
                        "postgres",
                        "postgres",
                        Optional.empty(),
                        DatabaseTls.DEFAULT,
                        "gateway",
                        ScheduleRun.LEASE,
                        Optional.empty()),
                List.of(account),
                new Evidence(),
                adjustment,
                ConcurrentHashMap.newKeySet());
    }

    private void say(int sentences) {
        for (int i = 0; i < sentences; i++) {
            account.say("c" + i % 8);
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> "left " + account.unanswered()).isLessThan(end);
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
