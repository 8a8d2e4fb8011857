package dev.gateway.postgres.journal;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.contract.ModelRun;
import dev.gateway.core.journal.contract.TwoLivesRun;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.time.ManualClock;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal in a database behaves like the model that one in a file behaves like. More runs with
 * {@code -Dmodel.runs=N}, the same ones with {@code -Dmodel.seed=SEED}.
 */
class PostgresModelTest {

    /** A row that was in flight at ten ends is parked by the next claim, not by the end itself. */
    private static final int MAX_CRASHES = 9;

    private static final int RUNS = Integer.getInteger("model.runs", 1);
    private static final int STEPS = 120;

    @TempDir Path home;

    @Test
    void oneProcessAfterTheOtherBehavesLikeTheModel() throws Exception {
        for (long seed : seeds()) {
            try (var processes = new Processes(home, seed)) {
                ModelRun.behavesLikeItsModel(processes, steps(seed));
            }
        }
    }

    @Test
    void twoProcessesThatTakeTheAccountFromEachOtherBehaveLikeTheModel() throws Exception {
        for (long seed : seeds()) {
            try (var processes = new Processes(home, seed)) {
                TwoLivesRun.behaveLikeTheirModel(processes, steps(seed));
            }
        }
    }

    private static long[] seeds() {
        Long given = Long.getLong("model.seed");
        return given == null ? new Random().longs(RUNS).toArray() : new long[] {given};
    }

    private static List<Integer> steps(long seed) {
        return new Random(seed).ints(STEPS, 0, 10_000).boxed().toList();
    }

    /** The processes with registrations that only this test ends. */
    private static final class Processes
            implements ModelRun.Lives, TwoLivesRun.Processes, AutoCloseable {

        private final PostgresConfig config = TestDatabase.freshSchema();
        private final PlainEngine engine = new PlainEngine();
        private final ManualClock clock = new ManualClock();
        private final JournalLocation location;
        private Connection connection;
        private JournalAdmin admin;

        Processes(Path home, long seed) {
            System.out.println("model.seed=" + seed);
            location =
                    new JournalLocation(
                            new GatewayHome(home),
                            JournalConfig.in(config),
                            HostConfig.named("one"));
        }

        @Override
        public int maxCrashes() {
            return MAX_CRASHES;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public Journal begin() throws IOException {
            return open(clock);
        }

        @Override
        public Journal begin(Clock by) throws IOException {
            Journal journal = open(by);
            AdoptedAccounts.of(journal, "tg");
            return journal;
        }

        private Journal open(Clock by) throws IOException {
            return engine.open(
                    location,
                    JournalSettings.defaults(),
                    by,
                    new EventRecorder().stream(),
                    SessionLiveness.alone(),
                    () -> false);
        }

        @Override
        public Journal crash(Journal journal, Clock by) throws Exception {
            kill(journal);
            Journal next = begin(by);
            journal.close();
            return next;
        }

        @Override
        public void kill(Journal journal) throws SQLException {
            Sql.update(connection(), "DELETE FROM session WHERE id = ?", engine.session(journal));
        }

        /** Does as the membership does that gives the account to this process. */
        @Override
        public AccountJournal hold(Journal journal) throws SQLException {
            Sql.update(
                    connection(),
                    "INSERT INTO account (id, name, session, epoch) VALUES ('tg', 'tg', ?, 1)"
                            + " ON CONFLICT (id) DO UPDATE SET session = excluded.session,"
                            + " epoch = account.epoch + 1"
                            + " WHERE account.session IS DISTINCT FROM excluded.session",
                    engine.session(journal));
            return AdoptedAccounts.bind(journal, "tg", "tg");
        }

        @Override
        public MessageCounts counts() throws IOException {
            if (admin == null) {
                admin = engine.admin(location, clock).orElseThrow();
            }
            return admin.counts();
        }

        /** A process counts what it holds, and only one does. */
        @Override
        public boolean countsAll(Journal journal, MessageCounts stored) {
            try {
                hold(journal);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return journal.counts().equals(stored);
        }

        private Connection connection() throws SQLException {
            if (connection == null) {
                connection = TestDatabase.connect(config);
            }
            return connection;
        }

        @Override
        public void close() throws Exception {
            if (admin != null) {
                admin.close();
            }
            if (connection != null) {
                connection.close();
            }
        }
    }
}
