package dev.gateway.postgres.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.AdoptedAccounts.HeldLease;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.table.ExpireRows;
import dev.gateway.sim.network.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that several processes share, and a line to the database that breaks. */
class SharedJournalTest {

    private static final AccountBinding BINDING =
            AccountBinding.of("family", new AccountId("telegram:1"));
    private static final Duration DAY = Duration.ofDays(1);
    private static final Set<String> FAMILY = Set.of("family");
    private static final List<MessagePart> ANSWER = List.of(new MessagePart("yes", List.of()));
    private static final Admission IF_PAIRED =
            new Admission(Admission.Outcome.ACCEPT_IF_PAIRED_OR_INVITE, AccessRule.DM_PAIRING);

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private final PlainEngine engine = new PlainEngine();
    private final PostgresConfig config = TestDatabase.freshSchema();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void theEndOfASessionFreesItsWorkAndVoidsItsClaims() throws Exception {
        Journal ended = open(config);
        AccountJournal former = adopt(ended);
        former.accept(InboundMessageFixtures.in("a", "1"));
        former.accept(InboundMessageFixtures.in("b", "2"));
        ClaimedMessage handled = claim(ended, 1).get(0);
        ended.inbox().answered(handled, ANSWER);
        ClaimedAnswer sending = ended.outbox().claim("family", 1).taken().get(0);
        ClaimedMessage inFlight = claim(ended, 1).get(0);

        run("DELETE FROM session WHERE id = '" + engine.session(ended) + "'");

        Journal next = open(config);
        adopt(next);
        assertThat(next.counts()).isEqualTo(new MessageCounts(1, 0, 1, 0, 1));
        assertThat(claim(next, 5))
                .singleElement()
                .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
        assertThat(next.outbox().claim("family", 5).taken())
                .extracting(ClaimedAnswer::id)
                .containsExactly(sending.id());
        assertThat(ended.inbox().answered(inFlight, ANSWER)).isFalse();
        assertThat(ended.outbox().sentAsync(sending, Optional.empty()).join()).isFalse();
        assertThat(events.of(EventType.WRITE_REFUSED))
                .extracting(event -> event.text(EventField.WHAT))
                .containsExactly(
                        "result of message " + inFlight.id(), "result of answer " + sending.id());
        assertThat(ended.inbox().claim(FAMILY, 5).taken()).isEmpty();
        assertThatThrownBy(() -> former.accept(InboundMessageFixtures.in("c", "late")))
                .isInstanceOf(AccountTakenException.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> next.counts().pending() == 1);
    }

    /** Sooner than this process looks at its accounts, which is every second. */
    @Test
    void anAccountThatComesBackSoonIsTakenOverAgain() throws Exception {
        Journal one = open(config);
        adopt(one);
        for (int i = 0; i < 3; i++) {
            run("UPDATE account SET session = NULL");
            Journal other = open(config);
            adopt(other).accept(InboundMessageFixtures.in("a" + i, i + "a", i + "b"));
            ClaimedMessage claim = claim(other, 1).get(0);
            other.inbox().postpone(claim, clock.instant().plus(Duration.ofMinutes(30)));
            run("UPDATE account SET session = NULL");

            adopt(one);

            assertThat(one.counts().pending()).isEqualTo(2);
            for (String text : List.of(i + "a", i + "b")) {
                ClaimedMessage again = claim(one, 5).get(0);
                assertThat(again.message().text()).isEqualTo(text);
                one.inbox().answered(again, List.of());
            }
        }
    }

    @Test
    void whatIsOldGoesAndItsYoungerNeighboursStay() throws Exception {
        Journal journal = open(config);
        AccountJournal account = adopt(journal);
        account.accept(InboundMessageFixtures.in("a", "old"));
        answerAndSend(journal);
        account.accept(InboundMessageFixtures.in("b", "old and parked"));
        journal.inbox().parked(claim(journal, 1).get(0), "no", List.of());
        run("UPDATE message SET accepted_at = accepted_at - " + DAY.multipliedBy(40).toMillis());
        account.accept(InboundMessageFixtures.in("c", "young"));
        answerAndSend(journal);
        account.accept(InboundMessageFixtures.in("d", "pending"));

        long now = clock.millis();
        try (Connection connection = TestDatabase.connect(config)) {
            ExpireRows.messages(
                    connection,
                    0,
                    now - DAY.multipliedBy(2).toMillis(),
                    now - DAY.multipliedBy(30).toMillis());
        }

        assertThat(query("SELECT string_agg(state::text, ',' ORDER BY seq) FROM message"))
                .as("the dropped one, which keeps its key, the answered and the pending one")
                .isEqualTo("5,3,0");
        assertThat(account.accept(InboundMessageFixtures.in("c", "young")).fresh()).isZero();
        assertThat(account.accept(InboundMessageFixtures.in("a", "old")).fresh()).isOne();
    }

    private void answerAndSend(Journal journal) throws Exception {
        journal.inbox().answered(claim(journal, 1).get(0), ANSWER);
        journal.outbox()
                .sentAsync(journal.outbox().claim("family", 1).taken().get(0), Optional.empty())
                .join();
    }

    @Test
    void whatIsNotHeldIsNotOffered() throws Exception {
        Journal holder = open(config);
        adopt(holder).accept(InboundMessageFixtures.in("a", "1"));
        Journal other = open(config);
        other.prepare(BINDING);

        assertThat(other.inbox().platforms()).isEmpty();
        assertThat(other.inbox().claim(FAMILY, 5).taken()).isEmpty();
        assertThatThrownBy(() -> adopt(other)).hasMessageContaining("another process's");
        assertThat(other.counts()).isEqualTo(MessageCounts.NONE);
    }

    @Test
    void aProcessThatGaveItsAccountAwayFinishesItsMessagesInOrder() throws Exception {
        Journal leaving = open(config);
        adopt(leaving).accept(InboundMessageFixtures.in("a", "1", "2"));
        ClaimedMessage first = claim(leaving, 1).get(0);
        Journal next = open(config);
        run("UPDATE account SET session = '" + engine.session(next) + "', epoch = epoch + 1");
        adopt(next);

        assertThat(claim(next, 5)).as("its conversation is busy").isEmpty();
        assertThat(leaving.inbox().answered(first, ANSWER)).isTrue();

        assertThat(claim(next, 5)).extracting(each -> each.message().text()).containsExactly("2");
        assertThat(next.outbox().claim("family", 5).taken()).hasSize(1);
    }

    @Test
    void aLineThatBreaksAgainAndAgainDoublesAndLosesNothing() throws Exception {
        try (TcpProxy line = TcpProxy.to(config.servers().get(0).port())) {
            Journal journal =
                    open(TestDatabase.config(line.port(), config.schema(), config.user()));
            AccountJournal account = adopt(journal);
            CompletableFuture<Void> breaking =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    pause(Duration.ofMillis(30));
                                    line.reset();
                                    line.heal();
                                }
                            });
            int fresh = 0;
            int answered = 0;
            int sent = 0;
            for (int i = 0; i < 300 || !breaking.isDone(); i++) {
                fresh += account.accept(InboundMessageFixtures.in("c" + i % 7, "k" + i)).fresh();
                for (ClaimedMessage claim : claim(journal, 3)) {
                    answered += journal.inbox().answered(claim, ANSWER) ? 1 : 0;
                }
                for (ClaimedAnswer answer : journal.outbox().claim("family", 3).taken()) {
                    sent += journal.outbox().sentAsync(answer, Optional.empty()).join() ? 1 : 0;
                }
            }
            breaking.get();
            while (journal.counts().pending() + journal.counts().outbox() > 0) {
                for (ClaimedMessage claim : claim(journal, 50)) {
                    answered += journal.inbox().answered(claim, ANSWER) ? 1 : 0;
                }
                for (ClaimedAnswer answer : journal.outbox().claim("family", 50).taken()) {
                    sent += journal.outbox().sentAsync(answer, Optional.empty()).join() ? 1 : 0;
                }
            }
            assertThat(answered).isEqualTo(fresh);
            assertThat(sent).isEqualTo(fresh);
            assertThat(query("SELECT count(*) FROM message WHERE state <> 3")).isEqualTo("0");
            assertThat(query("SELECT count(*) FROM lane")).isEqualTo("0");
            open.remove(journal);
            journal.close();
        }
    }

    @Test
    void aStrangerIsInvitedOnceAndStoredOnceApproved() throws Exception {
        Journal journal = open(config);
        AccountJournal account = adopt(journal);
        InboundBatch batch = InboundMessageFixtures.in("a", "1");

        assertThat(account.accept(batch, List.of(IF_PAIRED)).refused()).isEqualTo(1);
        assertThat(account.accept(batch, List.of(IF_PAIRED)).refused()).isEqualTo(1);
        List<ClaimedAnswer> invitations = journal.outbox().claim("family", 5).taken();
        assertThat(invitations).hasSize(1);
        assertThat(invitations.get(0).message().text()).contains("Pairing code: ");
        assertThat(journal.counts().refused()).isEqualTo(2);

        run("INSERT INTO pairing VALUES ('telegram:1', 'user', '', 0)");
        assertThat(account.accept(batch, List.of(IF_PAIRED)).fresh()).isEqualTo(1);
        run("DELETE FROM pairing");
        assertThat(account.accept(InboundMessageFixtures.in("a", "2"), List.of(IF_PAIRED)))
                .as("a pairing that has ended counts at once")
                .satisfies(result -> assertThat(result.fresh()).isZero())
                .satisfies(result -> assertThat(result.refused()).isEqualTo(1));
    }

    @Test
    void anAlbumIsOneMessageAndWaitsForItsParts() throws Exception {
        Journal journal = open(config);
        AccountJournal account = adopt(journal);
        account.accept(
                new InboundBatch(List.of(album("1"), album("2")), Optional.empty(), Map.of()));

        assertThat(claim(journal, 5)).as("more may follow").isEmpty();
        clock.forward(Duration.ofSeconds(1));
        List<ClaimedMessage> whole = claim(journal, 5);

        assertThat(whole)
                .singleElement()
                .satisfies(one -> assertThat(one.message().text()).isEqualTo("1\n2"));
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 1, 1, 0, 0));
        assertThat(account.accept(InboundBatch.of(album("2"))).fresh()).isZero();
    }

    @Test
    void anUnreadableRowIsParkedAlone() throws Exception {
        Journal journal = open(config);
        adopt(journal).accept(InboundMessageFixtures.in("a", "1", "2"));
        run("UPDATE message SET context = 'no json' WHERE dedup_key = '1'");

        assertThat(claim(journal, 5))
                .extracting(each -> each.message().text())
                .containsExactly("2");
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 1, 0, 1, 0));
        assertThat(query("SELECT reason FROM message WHERE state = 4"))
                .startsWith("cannot be read:");
    }

    @Test
    void aPartThatTheDatabaseRefusesFailsAlone() throws Exception {
        Journal journal = open(config);
        AccountJournal account = adopt(journal);
        run("ALTER TABLE message ADD CHECK (dedup_key <> 'bad')");
        CompletableFuture<Integer> good = new CompletableFuture<>();
        var other = new Thread(() -> good.complete(fresh(account, "good")), "other");
        other.start();

        assertThatThrownBy(() -> account.accept(InboundMessageFixtures.in("a", "bad")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("23514");
        assertThat(good.get()).isEqualTo(1);
    }

    private static int fresh(AccountJournal account, String key) {
        try {
            return account.accept(InboundMessageFixtures.in("b", key)).fresh();
        } catch (IOException | InterruptedException e) {
            return -1;
        }
    }

    private static InboundMessage album(String key) {
        return new InboundMessage(
                key,
                "c",
                "user",
                true,
                key,
                List.of(),
                List.of(),
                "",
                Instant.ofEpochSecond(1),
                MessageContext.builder().album("holidays").build());
    }

    private static List<ClaimedMessage> claim(Journal journal, int limit) throws Exception {
        return journal.inbox().claim(FAMILY, limit).taken();
    }

    private static AccountJournal adopt(Journal journal) {
        return journal.adopt(new HeldLease("family", 1), BINDING);
    }

    private Journal open(PostgresConfig database) throws IOException {
        Journal journal =
                engine.open(
                        new JournalLocation(
                                new GatewayHome(home),
                                JournalConfig.in(database),
                                HostConfig.named("one")),
                        JournalSettings.defaults(),
                        clock,
                        events.stream(),
                        SessionLiveness.alone(),
                        () -> false);
        open.add(journal);
        return journal;
    }

    private void run(String sql) throws SQLException {
        TestDatabase.run(config, sql);
    }

    private String query(String sql) {
        return TestDatabase.server()
                .query(
                        sql.replace(" FROM ", " FROM \"" + config.schema() + "\".")
                                .replace("\"\"", "\""));
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
