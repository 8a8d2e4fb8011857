package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.journal.file.WalIndex;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The three files of a journal are damaged, at rest or under a running gateway that is then killed.
 */
class JournalFileDamageTest {

    private static final int MESSAGES = 10;

    @TempDir Path folder;
    private final EventRecorder events = new EventRecorder();
    private Path home;
    private SqliteJournal journal;

    @BeforeEach
    void open() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        journal = opened();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 512, 4095, 4096})
    void aCutDatabaseBesideItsLogCostsNothing(int length) throws Exception {
        accept("k", MESSAGES);
        kill();
        cut("journal.db", length);
        byte[] log = Files.readAllBytes(file("journal.db-wal"));

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
        if (length < 512) {
            Path aside = Path.of(journal.replaced().orElseThrow().movedTo());
            assertThat(Files.readAllBytes(aside.resolveSibling(aside.getFileName() + "-wal")))
                    .as("the evidence stays as it is")
                    .isEqualTo(log);
            assertThat(Files.size(aside)).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "page", "all"})
    void anOverwrittenDatabaseBesideItsLogCostsNothing(String how) throws Exception {
        accept("k", MESSAGES);
        kill();
        overwrite("journal.db", how.equals("header") ? 100 : 4096);
        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
    }

    /** Only the first page is lost, and the log does not have it. */
    @Test
    void aDatabaseWithoutItsFirstPageCostsNothing() throws Exception {
        accept("k", 200);
        journal.close();
        overwrite("journal.db", 4096);

        journal = opened();

        assertThat(pending()).isEqualTo(200);
        assertThat(journal.replaced()).isPresent();
    }

    @Test
    void aRescueThatWasKilledIsDoneAtTheNextStart() throws Exception {
        accept("k", MESSAGES);
        kill();
        // The files were moved aside, and nothing else happened.
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.move(
                    file("journal.db" + suffix),
                    file("journal.db.damaged-20260101T000000Z" + suffix));
        }
        cut("journal.db.damaged-20260101T000000Z", 0);

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
        assertThat(journal.replaced()).isPresent();
        journal = opened();
        assertThat(pending()).as("once").isEqualTo(MESSAGES);
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
    }

    @Test
    void aRescueThatWasKilledWithANewJournalInPlaceIsDoneAtTheNextStart() throws Exception {
        accept("k", MESSAGES);
        kill();
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.move(
                    file("journal.db" + suffix),
                    file("journal.db.damaged-20260101T000000Z" + suffix));
        }
        Files.createFile(file("journal.db"));
        JournalDatabase.open(file("journal.db"), Duration.ofSeconds(1), Long.MAX_VALUE).close();

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
    }

    @ParameterizedTest
    @CsvSource({"deleted", "empty", "half", "garbage"})
    void aLogThatLostWhatWasConfirmedIsReported(String how) throws Exception {
        accept("k", MESSAGES);
        kill();
        damage("journal.db-wal", how);

        journal = opened();

        assertThat(journal.replaced().orElseThrow().reason()).contains("write-ahead log");
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundMessageFixtures.in("a", "new"))
                                .fresh())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"deleted", "empty", "half", "garbage"})
    void aLogThatIsInTheDatabaseAsWellIsNotMissed(String how) throws Exception {
        accept("k", MESSAGES);
        awaitCheckpoint(MESSAGES);
        kill();
        damage("journal.db-wal", how);

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
        assertThat(journal.replaced()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"deleted", "empty", "half", "garbage"})
    void theSharedMemoryIsNotMissed(String how) throws Exception {
        accept("k", MESSAGES);
        kill();
        damage("journal.db-shm", how);

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
        assertThat(journal.replaced()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "journal.db, deleted",
        "journal.db, empty",
        "journal.db, half",
        "journal.db-wal, deleted",
        "journal.db-wal, empty",
        "journal.db-wal, half",
        "journal.db-wal, garbage",
        "journal.db-shm, deleted",
    })
    void aFileThatIsDamagedUnderARunningGatewayCostsNothing(String name, String how)
            throws Exception {
        accept("k", MESSAGES);
        Object before = key();
        // A reader keeps the log from restarting, which would repair the damage.
        try (SqliteConnection reader = reading()) {
            awaitLook();
            damage(name, how);
            accept("under-load", MESSAGES);

            awaitWrittenAgain(before);
            reader.rollback();
        }
        accept("after", MESSAGES);
        kill();
        journal = opened();

        assertThat(pending()).isEqualTo(3L * MESSAGES);
    }

    /** The log's content would fill up the truncated file and leave a hole that no check finds. */
    @Test
    void aDatabaseThatIsCutRightBeforeItsLogIsCopiedIntoItCostsNothing() throws Exception {
        accept("k", 200);
        awaitCheckpoint(200);
        awaitLook();
        Object before = key();
        accept("late", 1);
        Thread.sleep(1_700);
        damage("journal.db", "half");

        awaitWrittenAgain(before);

        kill();
        journal = opened();
        assertThat(pending()).isEqualTo(201);
    }

    @Test
    void theDatabaseAloneHasEverythingOnceTheGatewayIsIdle() throws Exception {
        accept("k", MESSAGES);
        awaitCheckpoint(MESSAGES);
    }

    /** No inode is left, for instance: the open connection is the only copy, and is kept. */
    @Test
    void aJournalThatCannotBeWrittenAgainYetIsKept() throws Exception {
        accept("k", MESSAGES);
        Path obstacle = Files.createDirectory(file("journal.db.copy.part"));
        Files.createFile(obstacle.resolve("x"));
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.delete(file("journal.db" + suffix));
        }
        awaitLook();
        awaitLook();

        accept("meanwhile", MESSAGES);
        assertThat(journal.counts().pending()).isEqualTo(2L * MESSAGES);
        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
        await().atMost(Duration.ofMinutes(1)).until(() -> key() != null);

        kill();
        journal = opened();
        assertThat(pending()).isEqualTo(2L * MESSAGES);
    }

    @Test
    void aJournalThatIsGoneForAWhileComesBackWithEverythingAndDoesNotSpin() throws Exception {
        accept("k", MESSAGES);
        // The copy is finished, but cannot be put in place.
        Files.delete(file("journal.db"));
        Files.delete(file("journal.db-wal"));
        Path obstacle = Files.createDirectory(file("journal.db-wal"));
        Files.createFile(obstacle.resolve("x"));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file("journal.db.copy")));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThatThrownBy(
                                                () ->
                                                        AdoptedAccounts.of(journal, "tg")
                                                                .accept(
                                                                        InboundMessageFixtures.in(
                                                                                "a", "refused")))
                                        .isInstanceOf(IOException.class));

        long cpu = writerCpu();
        long began = System.nanoTime();
        awaitLook();
        assertThat(writerCpu() - cpu)
                .as("a thread that spins would use most of the time")
                .isLessThan((System.nanoTime() - began) / 4);

        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(
                        () ->
                                AdoptedAccounts.of(journal, "tg")
                                                .accept(InboundMessageFixtures.in("a", "again"))
                                        != null);
        assertThat(pending()).isGreaterThanOrEqualTo(MESSAGES + 1L);
        assertThat(texts()).contains("k0", "k9", "again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA user_version=-1",
                "PRAGMA user_version=0",
                "PRAGMA user_version=1",
                "PRAGMA user_version=2147483647",
                "PRAGMA application_id=7",
                "DROP TABLE turn",
                "DROP TABLE tally",
            })
    void nonsenseInTheDatabaseIsDamageAndCostsNothing(String sql) throws Exception {
        accept("k", MESSAGES);
        journal.close();
        try (SqliteConnection other =
                SqliteConnection.open(file("journal.db"), Duration.ofSeconds(5))) {
            other.execute(sql);
        }

        journal = opened();

        assertThat(pending()).isEqualTo(MESSAGES);
        assertThat(journal.replaced()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"deleted", "empty"})
    void aJournalThatVanishedAtRestIsReported(String how) throws Exception {
        accept("k", MESSAGES);
        journal.close();
        damage("journal.db", how);

        journal = opened(() -> true);

        assertThat(journal.replaced().orElseThrow().movedTo()).isEmpty();
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
        journal = opened(() -> true);
        assertThat(events.of(EventType.JOURNAL_REPLACED)).hasSize(1);
    }

    @Test
    void anErrorInOneTaskFailsThatTaskAlone() throws Exception {
        accept("k", 1);
        ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
        var bad = new FutureTask<>(() -> journal.inbox().failed(claim, "no time", null));
        var good =
                new FutureTask<>(
                        () ->
                                AdoptedAccounts.of(journal, "tg")
                                        .accept(InboundMessageFixtures.in("a", "good")));
        try (SqliteConnection other =
                SqliteConnection.open(file("journal.db"), Duration.ofSeconds(5))) {
            other.begin(true);
            // The writer waits for the other process; the next two are one group behind it.
            new Thread(() -> AdoptedAccounts.of(journal, "tg").cursor()).start();
            new Thread(bad).start();
            new Thread(good).start();
            Thread.sleep(200);
            other.rollback();
        }

        assertThat(good.get(1, TimeUnit.MINUTES).fresh()).isEqualTo(1);
        assertThatThrownBy(() -> bad.get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(IOException.class);
    }

    private void accept(String prefix, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            AdoptedAccounts.of(journal, "tg")
                    .accept(InboundMessageFixtures.in("c" + i % 3, prefix + i));
        }
    }

    private long pending() throws Exception {
        return texts().size();
    }

    private Set<String> texts() throws Exception {
        try (SqliteJournalAdmin console =
                SqliteJournalAdmin.open(file("journal.db"), Clock.systemUTC()).orElseThrow()) {
            var found = new TreeSet<String>();
            console.messages(Set.of(MessageState.PENDING), 1000)
                    .forEach(message -> found.add(message.text()));
            return found;
        }
    }

    /** Waits for two rounds of the maintenance that runs about once a second. */
    private void awaitLook() throws InterruptedException {
        Thread.sleep(2200);
    }

    private void awaitWrittenAgain(Object before) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !Objects.equals(before, key()) && key() != null);
    }

    /** Opens a connection of its own that sees the present commits, until it is rolled back. */
    private SqliteConnection reading() throws Exception {
        SqliteConnection reader = SqliteConnection.open(file("journal.db"), Duration.ofSeconds(5));
        reader.execute("BEGIN");
        reader.first("SELECT count(*) FROM meta", row -> row.getLong(1));
        return reader;
    }

    /**
     * Waits until the database has everything and the shared memory records it: SQLite writes that
     * only after the database is synced, and before that a missing log is rightly reported.
     */
    private void awaitCheckpoint(int messages) {
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            Path noted = folder.resolve("noted-shm");
                            copy(file("journal.db-shm"), noted);
                            if (WalIndex.read(noted)
                                    .filter(index -> index.copied() >= index.frames())
                                    .isEmpty()) {
                                return false;
                            }
                            Path alone =
                                    Files.createDirectories(folder.resolve("alone"))
                                            .resolve("journal.db");
                            Files.deleteIfExists(alone);
                            copy(file("journal.db"), alone);
                            try (SqliteJournalAdmin console =
                                    SqliteJournalAdmin.openReadOnly(alone, Clock.systemUTC())
                                            .orElse(null)) {
                                return console != null && console.counts().pending() == messages;
                            } catch (IOException torn) {
                                return false;
                            }
                        });
    }

    /** Copies a file in another process: in this one it would drop SQLite's locks. */
    private static void copy(Path from, Path to) throws Exception {
        new ProcessBuilder("cp", "-p", from.toString(), to.toString()).start().waitFor();
    }

    /** Continues on a copy of the present files, which is what a SIGKILL leaves. */
    private void kill() throws Exception {
        Path left = folder.resolve("left-" + System.nanoTime());
        new ProcessBuilder("cp", "-a", home.toString(), left.toString()).start().waitFor();
        journal.close();
        home = left;
    }

    private void damage(String name, String how) throws Exception {
        switch (how) {
            case "deleted" -> Files.delete(file(name));
            case "empty" -> cut(name, 0);
            case "half" -> cut(name, (int) Files.size(file(name)) / 2);
            case "garbage" -> overwrite(name, (int) Files.size(file(name)));
            default -> throw new IllegalArgumentException(how);
        }
    }

    private void cut(String name, int length) throws Exception {
        new ProcessBuilder("truncate", "-s", Integer.toString(length), file(name).toString())
                .start()
                .waitFor();
    }

    private void overwrite(String name, int length) throws Exception {
        byte[] garbage = new byte[length];
        Arrays.fill(garbage, (byte) 0x5a);
        try (var raw = new RandomAccessFile(file(name).toFile(), "rw")) {
            raw.write(garbage);
        }
    }

    private Object key() {
        return DatabaseFileMonitor.key(file("journal.db"));
    }

    private static long writerCpu() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("journal-writer"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private Path file(String name) {
        return home.resolve(name);
    }

    private SqliteJournal opened() throws IOException {
        return opened(() -> false);
    }

    private SqliteJournal opened(BooleanSupplier hadOne) throws IOException {
        if (journal != null) {
            journal.close();
        }
        return SqliteJournal.open(
                file("journal.db"),
                JournalSettings.defaults(),
                Clock.systemUTC(),
                events.stream(),
                SessionLiveness.alone(),
                hadOne);
    }
}
