package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that finishes its messages beside its successor, which cares for the file. */
class OutgoingJournalTest {

    private static final Set<String> TG = Set.of("tg");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final JournalSettings SMALL = JournalSettings.defaults().withMaxBytes(1 << 20);

    @TempDir Path home;

    private final SessionsOfATest sessions = new SessionsOfATest();
    private final SessionLiveness first = sessions.begin();
    private final SessionLiveness second = sessions.begin();
    private final EventRecorder events = new EventRecorder();
    private final ExecutorService writing = Executors.newCachedThreadPool();
    private SqliteJournal outgoing;
    private SqliteJournal successor;

    @BeforeEach
    void open() throws IOException {
        outgoing = open(first);
    }

    @AfterEach
    void close() {
        writing.shutdownNow();
        outgoing.close();
        if (successor != null) {
            successor.close();
        }
    }

    @Test
    void itsAnswersReachTheSuccessorAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            accept(InboundMessageFixtures.in("c" + i, "k" + i));
        }
        List<ClaimedMessage> claims = outgoing.inbox().claim(TG, 10).taken();
        outgoing.yieldMaintenance();
        successor = open(second);
        long waited = 0;

        for (ClaimedMessage claim : claims) {
            var told = new CountDownLatch(1);
            successor.onChange(
                    () -> {
                        if (successor.outbox().platforms().contains("tg")) {
                            told.countDown();
                        }
                    });
            outgoing.inbox().answered(claim, answer("to " + claim.message().text()));
            long began = System.nanoTime();
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            waited += System.nanoTime() - began;
            ClaimedAnswer answer = successor.outbox().claim("tg", 1).taken().get(0);
            assertThat(successor.outbox().sentAsync(answer, Optional.empty()).join()).isTrue();
        }

        assertThat(Duration.ofNanos(waited))
                .as("ten times less than a second each")
                .isLessThan(Duration.ofSeconds(5));
    }

    /** The successor asks once more after the end of the other: then nothing may be missed. */
    @Test
    void theSuccessorFindsAnAnswerThatWasStoredJustBeforeItAsks() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = outgoing.inbox().claim(TG, 1).taken().get(0);
        outgoing.yieldMaintenance();
        successor = open(second);
        for (int i = 0; i < 50; i++) {
            assertThat(successor.outbox().storedPlatforms()).isEmpty();

            if (i == 0) {
                outgoing.inbox().answered(claim, answer("late"));
            } else {
                outgoing.outbox().append("tg", "a", "late " + i);
            }

            assertThat(successor.outbox().storedPlatforms()).containsExactly("tg");
            ClaimedAnswer late = successor.outbox().claim("tg", 1).taken().get(0);
            successor.outbox().sentAsync(late, Optional.empty()).join();
        }
    }

    @Test
    void theSuccessorTakesItsWorkBackWhenItDies() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        outgoing.outbox().append("tg", "b", "hello");
        outgoing.inbox().claim(TG, 1);
        outgoing.outbox().claim("tg", 1);
        outgoing.yieldMaintenance();
        successor = open(second);
        assertThat(successor.inbox().claim(TG, 1).taken()).isEmpty();

        sessions.kill(first);

        await().atMost(LONG).until(() -> !events.of(EventType.SESSION_RECOVERED).isEmpty());
        assertThat(successor.inbox().claim(TG, 1).taken()).hasSize(1);
        assertThat(successor.outbox().claim("tg", 1).taken()).hasSize(1);
    }

    @Test
    void whoHoldsTheHomeAgainTakesBackWhatTheDeadSuccessorHad() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        outgoing.yieldMaintenance();
        successor = open(second);
        successor.inbox().claim(TG, 1);
        sessions.kill(second);

        outgoing.takeMaintenance();

        await().atMost(LONG).until(() -> !outgoing.inbox().claim(TG, 1).taken().isEmpty());
    }

    @Test
    void itFollowsWhenTheSuccessorWritesTheFileAgain() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        accept(InboundMessageFixtures.in("b", "2"));
        List<ClaimedMessage> claims = outgoing.inbox().claim(TG, 2).taken();
        outgoing.yieldMaintenance();
        successor = open(second);
        Files.delete(file());

        outgoing.inbox().answered(claims.get(0), answer("one"));
        await().atMost(LONG).until(() -> Files.exists(file()));
        outgoing.inbox().answered(claims.get(1), answer("two"));

        await().atMost(LONG).until(() -> successor.counts().outbox() == 2);
        assertThat(successor.outbox().claim("tg", 5).taken())
                .extracting(one -> one.message().text())
                .containsExactlyInAnyOrder("one", "two");
        assertThat(successor.counts().inFlight()).isZero();
    }

    @Test
    void itTrustsNoCommitWhileTheFileIsBeingReplaced() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = outgoing.inbox().claim(TG, 1).taken().get(0);
        outgoing.yieldMaintenance();
        successor = open(second);
        var files = new DatabaseFiles(file());
        files.beginReplacing();

        var answered =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return outgoing.inbox().answered(claim, answer("one"));
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        await().atMost(LONG).until(() -> successor.counts().outbox() == 1);

        assertThat(answered).isNotDone();
        files.endReplacing();
        assertThat(answered).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void itLeavesARemovedFileToTheHolderOfTheHome() throws Exception {
        outgoing.close();
        outgoing = open(first, JournalSettings.defaults().withBusyTimeout(Duration.ofMillis(300)));
        accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = outgoing.inbox().claim(TG, 1).taken().get(0);
        outgoing.yieldMaintenance();
        Path aside = home.resolve("aside");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.createDirectories(aside);
            Files.move(
                    file().resolveSibling("journal.db" + suffix),
                    aside.resolve("journal.db" + suffix));
        }

        var answered =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return outgoing.inbox().answered(claim, answer("one"));
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        assertThat(answered).failsWithin(LONG);
        assertThat(file()).doesNotExist();
    }

    @Test
    void bothWriteAtOnceAndWaitForEachOther() throws Exception {
        outgoing.yieldMaintenance();
        successor = open(second);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SqliteJournal journal = i % 2 == 0 ? outgoing : successor;
            String conversation = "c" + i;
            writers.add(
                    CompletableFuture.runAsync(() -> append(journal, conversation, 50), writing));
        }

        for (CompletableFuture<Void> writer : writers) {
            assertThat(writer).succeedsWithin(LONG);
        }
        await().atMost(LONG).until(() -> successor.counts().outbox() == 400);
    }

    private static void append(SqliteJournal journal, String conversation, int times) {
        try {
            for (int i = 0; i < times; i++) {
                journal.outbox().append("tg", conversation, "hello");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bothKeepWhatTheyHaveWhileTheDiskIsFullAndGoOnLater() throws Exception {
        outgoing.close();
        outgoing = open(first, SMALL);
        accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = outgoing.inbox().claim(TG, 1).taken().get(0);
        outgoing.yieldMaintenance();
        successor = open(second, SMALL);
        String ballast = "x".repeat(10_000);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                successor.outbox().append("tg", "ballast", ballast);
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("free some space");

        assertThatThrownBy(() -> outgoing.inbox().answered(claim, answer(ballast)))
                .isInstanceOf(IOException.class);
        assertThat(successor.inbox().claim(TG, 1).taken()).as("it is still claimed").isEmpty();
        try (SqliteJournalAdmin admin =
                SqliteJournalAdmin.open(file(), Clock.systemUTC()).orElseThrow()) {
            for (StoredAnswer stored : admin.answers(false, 20)) {
                admin.drop(stored.id());
            }
        }

        assertThat(outgoing.inbox().answered(claim, answer(ballast))).isTrue();
        successor.outbox().append("tg", "b", "hello");
        await().atMost(LONG).until(() -> successor.outbox().claim("tg", 5).taken().size() > 1);
    }

    private void accept(InboundBatch batch) throws Exception {
        AdoptedAccounts.of(outgoing, "tg").accept(batch);
    }

    private static List<MessagePart> answer(String text) {
        return List.of(new MessagePart(text, List.of()));
    }

    private Path file() {
        return home.resolve("journal.db");
    }

    private SqliteJournal open(SessionLiveness session) throws IOException {
        return open(session, JournalSettings.defaults());
    }

    private SqliteJournal open(SessionLiveness session, JournalSettings settings)
            throws IOException {
        return SqliteJournal.open(
                file(), settings, Clock.systemUTC(), events.stream(), session, () -> false);
    }
}
