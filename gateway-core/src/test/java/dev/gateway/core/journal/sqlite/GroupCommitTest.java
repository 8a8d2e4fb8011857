package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    @TempDir Path home;
    private final ExecutorService adapters = Executors.newCachedThreadPool();
    private SqliteJournal journal;
    private AccountJournal account;

    @AfterEach
    void close() throws InterruptedException {
        adapters.shutdownNow();
        adapters.awaitTermination(60, TimeUnit.SECONDS);
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void manyAcceptsShareATransaction() throws Exception {
        open(JournalSettings.defaults());
        int accepts = 64;
        long before = journal.transactions();
        List<Future<AcceptResult>> accepted = new ArrayList<>();

        // While another process writes, all callers queue behind the first.
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.begin(true);
            for (int i = 0; i < accepts; i++) {
                String key = "k" + i;
                accepted.add(
                        adapters.submit(() -> account.accept(InboundMessageFixtures.in(key, key))));
            }
            await().until(() -> waitingInAccept() == accepts);
            other.rollback();
        }
        for (Future<AcceptResult> one : accepted) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(new AcceptResult(1, 0));
        }

        // One alone with the first call, one for all that came meanwhile; or all in one.
        assertThat(journal.transactions() - before).isBetween(1L, 2L);
        assertThat(journal.counts().pending()).isEqualTo(accepts);
    }

    @Test
    void aRefusedBatchFailsAloneWithinItsGroup() throws Exception {
        open(JournalSettings.defaults());
        Future<AcceptResult> good;
        Future<AcceptResult> bad;
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.update(
                    "CREATE TRIGGER no BEFORE INSERT ON message WHEN new.text = 'bad'"
                            + " BEGIN SELECT RAISE(ABORT, 'not this one'); END");
            other.begin(true);
            Future<AcceptResult> first =
                    adapters.submit(() -> account.accept(InboundMessageFixtures.in("a", "1")));
            await().until(() -> waitingInAccept() == 1);
            bad = adapters.submit(() -> account.accept(InboundMessageFixtures.in("b", "bad")));
            good = adapters.submit(() -> account.accept(InboundMessageFixtures.in("c", "good")));
            await().until(() -> waitingInAccept() == 3);
            other.rollback();
            first.get(60, TimeUnit.SECONDS);
        }

        assertThat(good.get(60, TimeUnit.SECONDS)).isEqualTo(new AcceptResult(1, 0));
        assertThatThrownBy(() -> bad.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("journal.db")
                .hasMessageContaining("not this one");
    }

    @Test
    void anInterruptedAcceptEndsAtOnceAndHarmsNothing() throws Exception {
        open(JournalSettings.defaults());
        Future<AcceptResult> interrupted;
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.begin(true);
            interrupted =
                    adapters.submit(() -> account.accept(InboundMessageFixtures.in("a", "1")));
            await().until(() -> waitingInAccept() == 1);
            interrupted.cancel(true);
            await().atMost(Duration.ofSeconds(30)).until(() -> waitingInAccept() == 0);
            other.rollback();
        }

        assertThat(account.accept(InboundMessageFixtures.in("a", "2")).fresh()).isEqualTo(1);
        assertThat(account.accept(InboundMessageFixtures.in("a", "1", "2")).fresh())
                .isLessThanOrEqualTo(1);
        assertThat(journal.counts().pending()).isEqualTo(2);
    }

    @Test
    void acceptWaitsWhileThereIsTooMuchToDo() throws Exception {
        open(JournalSettings.defaults().withHighWater(2));
        account.accept(InboundMessageFixtures.in("a", "1", "2"));

        Future<AcceptResult> blocked =
                adapters.submit(() -> account.accept(InboundMessageFixtures.in("a", "3")));
        await().until(() -> waitingInAccept() == 1);
        assertThat(
                        AdoptedAccounts.of(journal, "wx")
                                .accept(
                                        InboundMessageFixtures.in(
                                                "a", "other platforms do not wait"))
                                .fresh())
                .isEqualTo(1);
        account.accept(new InboundBatch(List.of(), Optional.of("9"), Map.of()));
        assertThat(blocked).isNotDone();

        journal.inbox().claim(Set.of("tg"), 1);
        assertThat(blocked.get(60, TimeUnit.SECONDS)).isEqualTo(new AcceptResult(1, 0));
    }

    @Test
    void anAcceptThatWaitsForRoomCanBeInterrupted() throws Exception {
        open(JournalSettings.defaults().withHighWater(1));
        account.accept(InboundMessageFixtures.in("a", "1"));
        Future<AcceptResult> blocked =
                adapters.submit(() -> account.accept(InboundMessageFixtures.in("a", "2")));
        await().until(() -> waitingInAccept() == 1);

        blocked.cancel(true);

        await().atMost(Duration.ofSeconds(30)).until(() -> waitingInAccept() == 0);
        assertThat(journal.counts().pending()).isEqualTo(1);
    }

    @Test
    void closingWakesWhoeverWaitsForRoom() throws Exception {
        open(JournalSettings.defaults().withHighWater(1));
        account.accept(InboundMessageFixtures.in("a", "1"));
        Future<AcceptResult> blocked =
                adapters.submit(() -> account.accept(InboundMessageFixtures.in("a", "2")));
        await().until(() -> waitingInAccept() == 1);

        journal.close();

        assertThatThrownBy(() -> blocked.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void nothingIsAcceptedBeyondTheLimitAndEverythingAgainOnceThereIsSpace() throws Exception {
        open(JournalSettings.defaults().withMaxBytes(1 << 20).withHighWater(10_000));
        List<String> stored = new ArrayList<>();
        IOException full = null;
        for (int i = 0; full == null; i++) {
            assertThat(i).as("a limit of 1 MiB is reached").isLessThan(1000);
            try {
                account.accept(big("k" + i));
                stored.add("k" + i);
            } catch (IOException e) {
                full = e;
            }
        }
        assertThat(full)
                .hasMessageContaining("journal.db")
                .hasMessageContaining("free some space")
                .hasMessageNotContaining("\n");
        assertThat(journal.counts().pending()).isEqualTo(stored.size());

        try (SqliteJournalAdmin console =
                SqliteJournalAdmin.open(file(), Clock.systemUTC()).orElseThrow()) {
            for (StoredMessage message : console.messages(Set.of(MessageState.PENDING), 20)) {
                assertThat(console.drop(message.id())).isTrue();
            }
        }

        assertThat(account.accept(big("after")).fresh()).isEqualTo(1);
        journal.close();
        open(JournalSettings.defaults());
        assertThat(journal.counts().pending()).isEqualTo(stored.size() - 20 + 1);
    }

    @Test
    void anotherProcessThatKeepsTheFileLockedIsNamedAndOutlived() throws Exception {
        open(JournalSettings.defaults().withBusyTimeout(Duration.ofMillis(50)));
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.begin(true);
            assertThatThrownBy(() -> account.accept(InboundMessageFixtures.in("a", "1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is locked by another process");
            other.rollback();
        }

        assertThat(account.accept(InboundMessageFixtures.in("a", "1")).fresh()).isEqualTo(1);
    }

    @Test
    void cursorsCanBeReadByAnInterruptedThread() throws Exception {
        open(JournalSettings.defaults());
        account.accept(InboundBatch.of(List.of(), "7"));

        Thread.currentThread().interrupt();

        assertThat(account.cursor()).contains("7");
        assertThat(Thread.interrupted()).isTrue();
    }

    private InboundBatch big(String key) {
        return InboundBatch.of(
                new InboundMessage(
                        key,
                        "conversation",
                        "user",
                        true,
                        "x".repeat(10_000),
                        List.of(),
                        "",
                        Instant.EPOCH));
    }

    private static long waitingInAccept() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("pool-"))
                .filter(
                        thread ->
                                List.of(thread.getValue()).stream()
                                        .anyMatch(f -> f.getMethodName().equals("accept")))
                .filter(thread -> thread.getKey().getState() != Thread.State.RUNNABLE)
                .count();
    }

    private Path file() {
        return home.resolve("journal.db");
    }

    private void open(JournalSettings settings) throws IOException {
        journal =
                SqliteJournal.open(
                        file(), settings, Clock.systemUTC(), new EventRecorder().stream());
        account = AdoptedAccounts.of(journal, "tg");
    }
}
