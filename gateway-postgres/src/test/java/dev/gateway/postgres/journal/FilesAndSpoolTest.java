package dev.gateway.postgres.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.sim.network.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between homes, and batches that the database could not take. */
class FilesAndSpoolTest {

    @TempDir Path folder;

    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private final PlainEngine engine = new PlainEngine();
    private final PostgresConfig config = TestDatabase.freshSchema();

    @Test
    void filesOfMessagesAndAnswersGoWithTheAccountToAnotherHost() throws Exception {
        try (Journal one = open("one", config)) {
            AdoptedAccounts.of(one, "tg").accept(InboundMessageFixtures.in("chat", "1", "2"));
            ClaimedMessage bare = claim(one);
            Attachment file = file("one", "photo.png", "a photo");
            one.inbox().loaded(bare, List.of(file), "look", MessageContext.builder().build());
            ClaimedMessage loaded = claim(one);
            assertThat(loaded.message().attachments().get(0).path())
                    .startsWith(home("one").media())
                    .hasContent("a photo");
            Path chart = Files.writeString(folder.resolve("chart.pdf"), "a chart");
            one.inbox()
                    .answered(
                            loaded,
                            List.of(
                                    new MessagePart(
                                            "see",
                                            List.of(
                                                    new Attachment(
                                                            Attachment.Kind.FILE,
                                                            "chart.pdf",
                                                            "application/pdf",
                                                            chart,
                                                            7)))));
            Files.delete(chart);
            ClaimedMessage second = claim(one);
            one.inbox()
                    .loaded(
                            second,
                            List.of(file("one", "other.png", "another")),
                            "",
                            MessageContext.builder().build());
        }
        try (Journal two = open("two", config)) {
            AdoptedAccounts.of(two, "tg");
            ClaimedAnswer answer = two.outbox().claim("tg", 10).taken().get(0);
            assertThat(answer.message().attachments().get(0).path())
                    .startsWith(home("two").media())
                    .hasContent("a chart");
            ClaimedMessage message = claim(two);
            Path here = message.message().attachments().get(0).path();
            assertThat(here).startsWith(home("two").media()).hasContent("another");
            assertThat(two.attachments()).contains(here.toString());
        }
    }

    @Test
    void aBatchThatWaitsForTheDatabaseAtAStopIsStoredByTheNextStart() throws Exception {
        stopWhileTheDatabaseIsAway(
                batch("1", "c1", Map.of("token", "old")),
                batch("2", "c2", Map.of("token", "new", "other", "first")));
        try (Journal next = open("one", config)) {
            await().untilAsserted(() -> assertThat(spooled()).isEmpty());
            assertThat(events.of(EventType.MESSAGE_STORED_LATE)).hasSize(1);
            AccountJournal account = AdoptedAccounts.of(next, "tg");
            assertThat(account.cursor()).contains("c1");
            assertThat(account.note("token")).contains("new");
            assertThat(account.note("other")).contains("first");
            assertThat(account.accept(InboundMessageFixtures.in("chat", "1", "2")).fresh())
                    .isZero();
        }
    }

    @Test
    void notesThatWaitedReplaceNoneOfAnotherHolderAndAreStoredWhereThatHasNone() throws Exception {
        stopWhileTheDatabaseIsAway(
                batch("1", "c1", Map.of("token", "old")),
                batch("2", "c2", Map.of("token", "late", "other", "late")));
        try (Journal two = open("two", config)) {
            AdoptedAccounts.of(two, "tg").accept(batch("3", "c3", Map.of("token", "newest")));
        }
        try (Journal next = open("one", config)) {
            await().untilAsserted(() -> assertThat(spooled()).isEmpty());
            assertThat(events.of(EventType.MESSAGE_STORED_LATE)).hasSize(1);
            AccountJournal account = AdoptedAccounts.of(next, "tg");
            assertThat(account.note("token")).contains("newest");
            assertThat(account.note("other")).contains("late");
        }
    }

    /** A SIGKILL between the commit and the deletion of the file has it stored a second time. */
    @Test
    void aBatchWhoseFileOutlivedItsStorageChangesNothingTheSecondTime() throws Exception {
        stopWhileTheDatabaseIsAway(
                batch("1", "c1", Map.of("token", "old")), batch("2", "c2", Map.of("token", "new")));
        Path file = spooled().get(0);
        byte[] content = Files.readAllBytes(file);
        try (Journal next = open("one", config)) {
            await().untilAsserted(() -> assertThat(spooled()).isEmpty());
            AccountJournal account = AdoptedAccounts.of(next, "tg");
            assertThat(account.note("token")).contains("new");
            account.accept(batch("3", "c3", Map.of("token", "newest")));
        }
        Files.write(file, content);
        try (Journal again = open("one", config)) {
            await().untilAsserted(() -> assertThat(spooled()).isEmpty());
            AccountJournal account = AdoptedAccounts.of(again, "tg");
            assertThat(account.note("token")).contains("newest");
            assertThat(account.cursor()).contains("c3");
            assertThat(events.of(EventType.MESSAGE_STORED_LATE)).hasSize(1);
        }
    }

    @Test
    void notesThatAreStoredLateAreSeenByWhoeverHasReadTheAccountBefore() throws Exception {
        try (Journal journal = open("one", config)) {
            AccountJournal former = AdoptedAccounts.of(journal, "tg");
            former.accept(batch("1", "c1", Map.of("token", "old")));
            AccountJournal present = adoptAgain(journal);
            assertThat(present.note("token")).contains("old");
            assertThat(present.note("other")).isEmpty();

            acceptLate(former, batch("2", "c2", Map.of("token", "new", "other", "first")));

            assertThat(present.note("token")).contains("new");
            assertThat(present.note("other")).contains("first");
            assertThat(present.cursor()).contains("c1");
        }
    }

    @Test
    void aBatchThatIsStoredLateByItsOwnProcessReplacesNoNewerNotes() throws Exception {
        try (Journal journal = open("one", config)) {
            AccountJournal former = AdoptedAccounts.of(journal, "tg");
            former.accept(batch("1", "c1", Map.of("token", "old")));
            AccountJournal present = adoptAgain(journal);
            present.accept(batch("3", "c3", Map.of("token", "newest")));

            acceptLate(former, batch("2", "c2", Map.of("token", "late", "other", "late")));

            assertThat(present.note("token")).contains("newest");
            assertThat(present.note("other")).contains("late");
        }
    }

    /** Ends the former adoption of the account in this process. */
    private static AccountJournal adoptAgain(Journal journal) {
        return journal.adopt(
                new AdoptedAccounts.HeldLease("tg", 1),
                AccountBinding.of("tg", new AccountId("tg")));
    }

    private static void acceptLate(AccountJournal former, InboundBatch batch) {
        assertThatThrownBy(() -> former.accept(batch)).isInstanceOf(AccountTakenException.class);
    }

    /** Leaves the second batch on the disk of host one, whose registration is ended then. */
    private void stopWhileTheDatabaseIsAway(InboundBatch stored, InboundBatch waiting)
            throws Exception {
        try (TcpProxy line = TcpProxy.to(TestDatabase.server().port())) {
            PostgresConfig far = TestDatabase.config(line.port(), config.schema(), config.user());
            Journal first = open("one", far);
            AccountJournal account = AdoptedAccounts.of(first, "tg");
            account.accept(stored);
            line.cut();
            var accepted = new CompletableFuture<Void>();
            new Thread(
                            () -> {
                                try {
                                    account.accept(waiting);
                                    accepted.complete(null);
                                } catch (IOException | InterruptedException e) {
                                    accepted.completeExceptionally(e);
                                }
                            })
                    .start();
            await().untilAsserted(() -> assertThat(spooled()).hasSize(1));
            assertThat(accepted).isNotDone();

            first.close();

            assertThat(accepted).isCompletedExceptionally();
            assertThat(spooled()).hasSize(1);
        }
        TestDatabase.run(config, "DELETE FROM session");
    }

    private static InboundBatch batch(String message, String cursor, Map<String, String> notes) {
        return new InboundBatch(
                List.of(InboundMessageFixtures.message(message, "chat")),
                Optional.of(cursor),
                notes);
    }

    @Test
    void aBatchThatWaitsIsStoredWhenTheDatabaseAnswersAgain() throws Exception {
        try (TcpProxy line = TcpProxy.to(TestDatabase.server().port())) {
            PostgresConfig far = TestDatabase.config(line.port(), config.schema(), config.user());
            try (Journal journal = open("one", far)) {
                AccountJournal account = AdoptedAccounts.of(journal, "tg");
                line.cut();
                var fresh = new CompletableFuture<Integer>();
                new Thread(
                                () -> {
                                    try {
                                        fresh.complete(
                                                account.accept(
                                                                InboundMessageFixtures.in(
                                                                        "chat", "1"))
                                                        .fresh());
                                    } catch (IOException | InterruptedException e) {
                                        fresh.completeExceptionally(e);
                                    }
                                })
                        .start();
                await().untilAsserted(() -> assertThat(spooled()).hasSize(1));

                line.heal();

                await().untilAsserted(() -> assertThat(fresh).isCompletedWithValue(1));
                assertThat(spooled()).isEmpty();
            }
        }
    }

    private static ClaimedMessage claim(Journal journal) throws Exception {
        return journal.inbox().claim(List.of("tg"), 1).taken().get(0);
    }

    private Attachment file(String host, String name, String content) throws IOException {
        Path file = Files.writeString(home(host).media().resolve(name), content);
        return new Attachment(Attachment.Kind.IMAGE, name, "image/png", file, Files.size(file));
    }

    private Journal open(String host, PostgresConfig database) throws IOException {
        Files.createDirectories(home(host).media());
        return engine.open(
                new JournalLocation(home(host), JournalConfig.in(database), HostConfig.named(host)),
                JournalSettings.defaults(),
                clock,
                events.stream(),
                SessionLiveness.alone(),
                () -> false);
    }

    private GatewayHome home(String host) {
        return new GatewayHome(folder.resolve(host));
    }

    private List<Path> spooled() throws IOException {
        Path spool = home("one").folder().resolve("spool");
        if (!Files.exists(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }
}
