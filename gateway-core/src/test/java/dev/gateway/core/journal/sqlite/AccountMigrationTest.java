package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

class AccountMigrationTest {

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Test
    void eachMessageGoesToTheBotThatReceivedIt() throws Exception {
        FormerJournal.in(home);
        try (SqliteJournal journal = open()) {
            assertThat(journal.replaced()).isEmpty();
            AccountJournal family = AdoptedAccounts.bind(journal, "family", "telegram:2");

            assertThat(family.cursor()).contains("22");
            assertThat(family.note("key")).contains("note");
            for (String key : List.of("5", "6", "7")) {
                assertThat(accept(family, key)).as(key).isZero();
            }
            assertThat(accept(family, "8")).isEqualTo(1);
            assertThat(journal.inbox().platforms()).contains("family");
            ClaimedMessage claim = claim(journal, "family");
            assertThat(claim.message().text()).isEqualTo("of the present bot");
            assertThat(claim.message().dedupKey()).isEqualTo("5");
            assertThat(claim.id()).isEqualTo(FormerJournal.JOURNAL_ID + "-2");
            assertThat(journal.history().recent("family", "c", 10)).hasSize(1);

            AccountJournal former = AdoptedAccounts.bind(journal, "one", "telegram:1");
            assertThat(former.cursor()).contains("11");
            assertThat(accept(former, "5")).isZero();
            assertThat(claim(journal, "one").message().text()).isEqualTo("of the former bot");
        }
    }

    @Test
    void filesAreFoundInThisHomeAndAnswersKeepTheirIdsAndPlaces() throws Exception {
        FormerJournal.in(home);
        try (SqliteJournal journal = open()) {
            AdoptedAccounts.bind(journal, "family", "telegram:2");
            AdoptedAccounts.bind(journal, "alerts", "ntfy/alerts");
            String here = home.resolve("media/family/here.png").toString();

            assertThat(files(claim(journal, "family").message().attachments()))
                    .containsExactly(here);
            assertThat(files(claim(journal, "alerts").message().attachments()))
                    .as("of a former place of the home")
                    .containsExactly(here);
            List<ClaimedAnswer> due = journal.outbox().claim("family", 10).taken();
            assertThat(due)
                    .singleElement()
                    .extracting(ClaimedAnswer::id)
                    .isEqualTo(FormerJournal.JOURNAL_ID + "-a1");
            assertThat(files(due.get(0).message().attachments()))
                    .containsExactly("/srv/report.pdf");
        }
    }

    @Test
    void nothingIsLostOrCountedTwice() throws Exception {
        Path file = FormerJournal.in(home);
        try (SqliteJournal journal = open()) {
            assertThat(journal.counts().pending()).as("with the one in flight").isEqualTo(4);
            assertThat(journal.counts().handled()).isEqualTo(102);
            assertThat(journal.counts().outbox()).isEqualTo(1);
            assertThat(journal.counts().failed()).isEqualTo(1);
            assertThat(journal.counts().refused()).isEqualTo(4);
            AccountJournal work = AdoptedAccounts.bind(journal, "work", "feishu:cli_a");
            assertThat(accept(work, "x")).isZero();
            assertThat(claim(journal, "work").message().text()).isEqualTo("known twice");
            AccountJournal alerts = AdoptedAccounts.bind(journal, "alerts", "ntfy/alerts");
            assertThat(alerts.cursor()).contains("33");
            assertThat(accept(alerts, "9")).isZero();
            assertThat(claim(journal, "alerts").message().text()).isEqualTo("nameless");
        }
        try (SqliteJournalAdmin admin = SqliteJournalAdmin.open(file, clock).orElseThrow()) {
            List<StoredMessage> shown = admin.messages(EnumSet.allOf(MessageState.class), 100);
            assertThat(shown).hasSize(7);
            assertThat(shown.get(0).account()).hasToString("family (telegram:1)");
            assertThat(shown.get(1).account()).hasToString("family");
            assertThat(admin.pairings().approved())
                    .singleElement()
                    .satisfies(one -> assertThat(one.platforms()).containsExactly("family"));
            assertThat(admin.conversations(10))
                    .singleElement()
                    .extracting("platform")
                    .isEqualTo("family");
            assertThat(admin.damage()).isEmpty();
        }
    }

    @Test
    void aMigrationThatWasKilledStartsOver() throws Exception {
        Path file = FormerJournal.in(home);
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(5))) {
            // Holds the migration in its middle for ever.
            old.execute(
                    "CREATE TRIGGER endless BEFORE UPDATE ON conversation BEGIN SELECT count(*)"
                            + " FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                            + " FROM n) SELECT i FROM n); END");
        }
        Process migrating =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Opener.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("out").toFile())
                        .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> isLocked(file) || !migrating.isAlive());
            assertThat(migrating.isAlive()).as(Files.readString(home.resolve("out"))).isTrue();
        } finally {
            migrating.destroyForcibly();
            migrating.waitFor(1, TimeUnit.MINUTES);
        }

        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(5))) {
            assertThat(old.number("PRAGMA user_version")).isEqualTo(6);
            old.execute("DROP TRIGGER endless");
        }
        nothingIsLostAfter(file);
    }

    private void nothingIsLostAfter(Path file) throws Exception {
        try (SqliteJournal journal = open()) {
            AdoptedAccounts.bind(journal, "family", "telegram:2");
            assertThat(claim(journal, "family").id()).isEqualTo(FormerJournal.JOURNAL_ID + "-2");
            assertThat(journal.counts().handled()).isEqualTo(102);
        }
        assertThat(file).isRegularFile();
    }

    private static boolean isLocked(Path file) throws SQLException {
        try (SqliteConnection other = SqliteConnection.open(file, Duration.ZERO)) {
            other.begin(true);
            other.update("UPDATE meta SET value = value");
            other.rollback();
            return false;
        } catch (SQLException e) {
            return e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
        }
    }

    private static long accept(AccountJournal account, String key) throws Exception {
        InboundMessage message = InboundMessageFixtures.message(key, "another");
        return account.accept(InboundBatch.of(message)).fresh();
    }

    private static ClaimedMessage claim(SqliteJournal journal, String name) throws Exception {
        return journal.inbox().claim(Set.of(name), 1).taken().get(0);
    }

    private static List<String> files(List<Attachment> attachments) {
        return attachments.stream().map(Attachment::location).toList();
    }

    private SqliteJournal open() throws IOException {
        return SqliteJournal.open(
                home.resolve("journal.db"), JournalSettings.defaults(), clock, events.stream());
    }

    /** A process that opens the journal. */
    static final class Opener {

        private Opener() {}

        public static void main(String[] args) throws IOException {
            SqliteJournal.open(
                            Path.of(args[0]),
                            JournalSettings.defaults(),
                            Clock.systemUTC(),
                            new EventRecorder().stream())
                    .close();
        }
    }
}
