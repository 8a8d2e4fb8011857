package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedJournalTest {

    private static final int MESSAGES = 300;

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Test
    void garbageIsMovedAsideAndSaidSo() throws Exception {
        Files.writeString(file(), "this is no database ".repeat(1000));

        try (SqliteJournal journal = open()) {
            Path aside = home.resolve("journal.db.damaged-20260101T000000Z");
            assertThat(journal.replaced().orElseThrow().movedTo()).isEqualTo(aside.toString());
            assertThat(Files.readString(aside)).startsWith("this is no database");
            assertThat(
                            AdoptedAccounts.of(journal, "tg")
                                    .accept(InboundMessageFixtures.in("a", "1"))
                                    .fresh())
                    .isEqualTo(1);
        }
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
    }

    @Test
    void staysSaidUntilAnOperatorTakesNote() throws Exception {
        Files.writeString(file(), "garbage".repeat(1000));
        open().close();
        try (SqliteJournal journal = open()) {
            assertThat(journal.replaced()).isPresent();
            try (SqliteJournalAdmin console =
                    SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
                assertThat(console.replaced()).isEqualTo(journal.replaced());
                console.acknowledge();
            }
        }

        try (SqliteJournal journal = open()) {
            assertThat(journal.replaced()).isEmpty();
        }
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
    }

    @Test
    void isSaidEvenIfTheProcessDiedRightAfterMovingTheFile() throws Exception {
        Files.writeString(home.resolve("journal.db.damaged-20251231T000000Z"), "what was left");

        try (SqliteJournal journal = open()) {
            assertThat(Path.of(journal.replaced().orElseThrow().movedTo()).getFileName())
                    .hasToString("journal.db.damaged-20251231T000000Z");
        }
    }

    @Test
    void twoInTheSameSecondDoNotOverwriteEachOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            Files.writeString(file(), "garbage".repeat(1000));
            open().close();
        }

        try (var files = Files.list(home)) {
            assertThat(files.filter(f -> f.toString().contains("damaged"))).hasSize(3);
        }
    }

    @Test
    void anEmptyFileIsANewJournal() throws Exception {
        Files.createFile(file());

        try (SqliteJournal journal = open()) {
            assertThat(journal.replaced()).isEmpty();
        }
    }

    @Test
    void anotherProgramsDatabaseIsMovedAsideUnharmed() throws Exception {
        Files.createFile(file());
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(1))) {
            other.update("CREATE TABLE precious(x)");
        }

        try (SqliteJournal journal = open()) {
            Path aside = Path.of(journal.replaced().orElseThrow().movedTo());
            try (SqliteConnection other = SqliteConnection.open(aside, Duration.ofSeconds(1))) {
                assertThat(other.number("SELECT count(*) FROM precious")).isZero();
            }
        }
    }

    @Test
    void aNewerGatewaysJournalIsLeftAlone() throws Exception {
        open().close();
        try (SqliteConnection newer = SqliteConnection.open(file(), Duration.ofSeconds(1))) {
            newer.execute("PRAGMA user_version=99");
        }
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(this::open)
                .isInstanceOf(NewerJournalException.class)
                .hasMessageContaining("schema 99")
                .hasMessageContaining("upgrade this gateway");
        assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
    }

    @Test
    void aLogWithoutItsDatabaseIsMovedAside() throws Exception {
        Path wal = Files.writeString(home.resolve("journal.db-wal"), "left behind");

        try (SqliteJournal journal = open()) {
            Path aside = Path.of(journal.replaced().orElseThrow().movedTo());
            assertThat(aside.resolveSibling(aside.getFileName() + "-wal"))
                    .hasContent("left behind");
        }
        assertThat(wal).doesNotExist();
    }

    @Test
    void aTornPageCostsOnlyWhatWasOnIt() throws Exception {
        fill();
        List<Long> pages = pagesOf("message");
        overwritePage(pages.get(pages.size() / 2));

        try (SqliteJournal journal = open()) {
            assertThat(journal.replaced()).isPresent();
            assertThat(AdoptedAccounts.of(journal, "tg").cursor()).contains("cursor");
            assertThat(journal.counts().pending()).isGreaterThan(MESSAGES / 2).isLessThan(MESSAGES);
            assertThat(journal.inbox().claim(Set.of("tg"), 1).taken()).hasSize(1);
        }
    }

    @Test
    void idsAreNotUsedAgainAfterARescue() throws Exception {
        fill();
        long highest;
        try (SqliteJournal journal = open()) {
            highest = journal.inbox().claim(Set.of("tg"), 1).taken().get(0).row() + MESSAGES;
        }
        List<Long> pages = pagesOf("message");
        overwritePage(pages.get(pages.size() / 2));

        try (SqliteJournal journal = open()) {
            AdoptedAccounts.of(journal, "wx").accept(InboundMessageFixtures.in("z", "new"));
            assertThat(journal.inbox().claim(Set.of("wx"), 1).taken().get(0).row())
                    .isGreaterThan(highest);
        }
    }

    @Test
    void damageThatAppearsWhileRunningIsReplacedToo() throws Exception {
        fill();
        List<Long> keys = pagesOf("sqlite_autoindex_message_1");
        try (SqliteJournal journal = open()) {
            ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            for (long page : keys) {
                overwritePage(page);
            }
            // Another process's commit makes the journal reread its cached pages.
            try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(1))) {
                other.update("INSERT INTO meta VALUES('touched', 'yes')");
            }

            assertThat(
                            AdoptedAccounts.of(journal, "tg")
                                    .accept(InboundMessageFixtures.in("new", "new"))
                                    .fresh())
                    .isEqualTo(1);

            assertThat(journal.replaced()).isPresent();
            assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
            assertThat(journal.inbox().answered(claim, List.of()))
                    .as("what was in flight goes on")
                    .isTrue();
        }
    }

    @Test
    void everyTruncationIsSurvived() throws Exception {
        fill();
        byte[] whole = Files.readAllBytes(file());
        List<Integer> sizes = new ArrayList<>(List.of(1, 15, 16, 99, 100, 512, 4095, 4097));
        for (int size = 8192; size < whole.length; size += whole.length / 12) {
            sizes.add(size);
        }
        for (int size : sizes) {
            Path place = Files.createDirectory(home.resolve("cut-" + size));
            Path cut = place.resolve("journal.db");
            Files.write(cut, Arrays.copyOf(whole, size));
            try (SqliteJournal journal =
                    SqliteJournal.open(cut, JournalSettings.defaults(), clock, events.stream())) {
                assertThat(journal.replaced()).as("cut to %d bytes", size).isPresent();
                assertThat(
                                AdoptedAccounts.of(journal, "tg")
                                        .accept(InboundMessageFixtures.in("a", "fresh"))
                                        .fresh())
                        .isEqualTo(1);
            }
        }
    }

    private void fill() throws Exception {
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < MESSAGES; i++) {
                AdoptedAccounts.of(journal, "tg")
                        .accept(
                                InboundMessageFixtures.in(
                                        "c" + i % 20, "key-" + i + "-" + "x".repeat(150)));
            }
            AdoptedAccounts.of(journal, "tg")
                    .accept(new InboundBatch(List.of(), Optional.of("cursor"), Map.of()));
        }
    }

    private List<Long> pagesOf(String table) throws Exception {
        try (SqliteConnection connection = SqliteConnection.open(file(), Duration.ofSeconds(1))) {
            return connection.list(
                    "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
                    row -> row.getLong(1),
                    table);
        }
    }

    private void overwritePage(long page) throws IOException {
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek((page - 1) * 4096);
            raw.write("torn".repeat(1024).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private SqliteJournal open() throws IOException {
        return SqliteJournal.open(file(), JournalSettings.defaults(), clock, events.stream());
    }

    private Path file() {
        return home.resolve("journal.db");
    }
}
