package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers, and an operator in another process who lets them in and shuts them out. */
class PairingTest {

    private static final String NAME = "family";
    private static final String ACCOUNT = "telegram:1";

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal journal;
    private int sent;

    @BeforeEach
    void open() throws IOException {
        journal = SqliteJournal.open(file(), JournalSettings.defaults(), clock, events.stream());
        AdoptedAccounts.bind(journal, NAME, ACCOUNT);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aStrangerIsAnsweredWithACodeAndNothingElseIsKept() throws Exception {
        assertThat(say("99")).isEqualTo(new AcceptResult(0, 0, 1));

        ClaimedAnswer answer = journal.outbox().claim(NAME, 10, 10).taken().get(0);
        assertThat(answer.message().conversation()).isEqualTo("chat-99");
        assertThat(answer.message().replyContext()).isEqualTo("context-99");
        assertThat(answer.message().format()).isEqualTo(TextFormat.PLAIN);
        assertThat(answer.message().text())
                .contains("Your id: 99", "Pairing code: " + onlyRequest().code());
        assertThat(onlyRequest().code()).matches("[A-HJ-NP-Z2-9]{8}");
        assertThat(onlyRequest().name()).isEqualTo("Person 99");
        assertThat(onlyRequest().platforms()).containsExactly(NAME);
        assertThat(AdoptedAccounts.of(journal, NAME).cursor()).as("confirmed").contains("1");
        assertThat(journal.counts().pending()).isZero();
        assertThat(journal.counts().refused()).isEqualTo(1);
        assertThat(events.of(EventType.PAIRING_REQUESTED)).hasSize(1);
        assertThat(events.of(EventType.MESSAGE_REFUSED).get(0).fields())
                .containsEntry("reason", "dm_pairing");
    }

    @Test
    void anApprovalHoldsForTheNextMessageAndARevocationForTheOneAfter() throws Exception {
        say("99");
        try (SqliteJournalAdmin other = admin()) {
            Pairing approved =
                    other.pairings()
                            .approve(" " + onlyRequest().code().toLowerCase() + "\n")
                            .orElseThrow();
            assertThat(approved.sender()).isEqualTo("99");
            assertThat(other.pairings().approved()).containsExactly(approved);
            assertThat(say("99").fresh()).isEqualTo(1);
            assertThat(say("99", Outcome.ACCEPT_IF_PAIRED).fresh()).as("in a group").isEqualTo(1);
            assertThat(say("98", Outcome.ACCEPT_IF_PAIRED).refused()).isEqualTo(1);

            assertThat(other.pairings().revoke(NAME, "99")).isTrue();
            assertThat(say("99").refused()).isEqualTo(1);
            assertThat(other.pairings().revoke(NAME, "99")).isFalse();
            assertThat(other.pairings().revoke("elsewhere", "99")).isFalse();
        }
    }

    @Test
    void aCodeOpensOnceAndForAnHour() throws Exception {
        say("99");
        String code = onlyRequest().code();
        try (SqliteJournalAdmin other = admin()) {
            assertThat(other.pairings().approve("ABCD2345")).isEmpty();
            clock.forward(Duration.ofMinutes(61));
            assertThat(other.pairings().requests()).isEmpty();
            assertThat(other.pairings().approve(code)).isEmpty();

            say("99");
            String next = onlyRequest().code();
            assertThat(next).isNotEqualTo(code);
            assertThat(other.pairings().approve(next)).isPresent();
            assertThat(other.pairings().approve(next)).isEmpty();
            assertThat(other.pairings().approve("")).isEmpty();
        }
    }

    @Test
    void aPersonGetsOneAnswerAnHourAndAnAccountHasThreeCodes() throws Exception {
        for (int i = 0; i < 50; i++) {
            say(String.valueOf(i % 10));
        }
        assertThat(journal.counts().outbox()).isEqualTo(3);
        assertThat(journal.counts().refused()).isEqualTo(50);

        try (SqliteJournalAdmin other = admin()) {
            assertThat(other.pairings().requests()).hasSize(3);
            assertThat(other.pairings().revoke(NAME, "0")).as("turned down").isTrue();
            say("0");
            assertThat(journal.counts().outbox()).as("within the hour").isEqualTo(3);
            say("9");
            assertThat(journal.counts().outbox()).as("one code is free").isEqualTo(4);
            clock.forward(Duration.ofMinutes(61));
            say("0");
            assertThat(journal.counts().outbox()).isEqualTo(5);
        }
    }

    @Test
    void aRedeliveryAfterAKillBringsNoSecondAnswer() throws Exception {
        say("99");
        journal.close();
        open();
        sent--;

        say("99");

        assertThat(journal.counts().outbox()).isEqualTo(1);
    }

    @Test
    void aPairingBelongsToTheBotAndNotToItsName() throws Exception {
        say("99");
        try (SqliteJournalAdmin other = admin()) {
            other.pairings().approve(onlyRequest().code());
        }

        AdoptedAccounts.bind(journal, NAME, "telegram:2");
        assertThat(say("99").refused()).as("another bot").isEqualTo(1);
        AdoptedAccounts.bind(journal, "renamed", ACCOUNT);
        assertThat(
                        AdoptedAccounts.of(journal, "renamed")
                                .accept(batch("99"), admissions(Outcome.ACCEPT_IF_PAIRED)))
                .isEqualTo(new AcceptResult(1, 0));
    }

    @Test
    void pairingsAndTheNumberOfRefusedMessagesOutliveADamagedJournal() throws Exception {
        say("99");
        try (SqliteJournalAdmin other = admin()) {
            other.pairings().approve(onlyRequest().code());
        }
        say("98");
        journal.close();
        byte[] bytes = Files.readAllBytes(file());
        bytes[20] ^= 0x55; // The header no longer names its parts.
        Files.write(file(), bytes);

        open();

        assertThat(events.of(EventType.JOURNAL_REPLACED)).isNotEmpty();
        assertThat(journal.counts().refused()).isEqualTo(2);
        assertThat(say("99").fresh()).isEqualTo(1);
    }

    private AcceptResult say(String sender) throws Exception {
        return say(sender, Outcome.ACCEPT_IF_PAIRED_OR_INVITE);
    }

    private AcceptResult say(String sender, Outcome outcome) throws Exception {
        return AdoptedAccounts.of(journal, NAME).accept(batch(sender), admissions(outcome));
    }

    private static List<Admission> admissions(Outcome outcome) {
        return List.of(new Admission(outcome, AccessRule.DM_PAIRING));
    }

    private InboundBatch batch(String sender) {
        sent++;
        InboundMessage message =
                new InboundMessage(
                                String.valueOf(sent),
                                "chat-" + sender,
                                sender,
                                true,
                                "let me in",
                                List.of(),
                                "context-" + sender,
                                Instant.EPOCH)
                        .withContext(
                                MessageContext.builder().senderName("Person " + sender).build());
        return new InboundBatch(List.of(message), Optional.of(String.valueOf(sent)), Map.of());
    }

    private PairingRequest onlyRequest() throws IOException {
        try (SqliteJournalAdmin other = admin()) {
            List<PairingRequest> requests = other.pairings().requests();
            assertThat(requests).hasSize(1);
            return requests.get(0);
        }
    }

    private SqliteJournalAdmin admin() throws IOException {
        return SqliteJournalAdmin.open(file(), clock).orElseThrow();
    }

    private Path file() {
        return home.resolve("journal.db");
    }
}
