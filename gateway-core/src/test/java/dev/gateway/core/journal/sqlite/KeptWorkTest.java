package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was just stored, and is not read again, is the same as its row. */
class KeptWorkTest {

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private SqliteJournal journal;

    @BeforeEach
    void open() throws Exception {
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        clock,
                        new EventRecorder().stream());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "a\nb\u0000c", "whole \ud83d\ude00", "half \ud83d"})
    void aMessageIsClaimedAsItsRowGivesIt(String text) throws Exception {
        accept(text);
        ClaimedMessage kept = claim();
        assertThat(journal.inbox().release(List.of(kept))).isEqualTo(1);

        ClaimedMessage read = claim();

        assertThat(read.message()).isEqualTo(kept.message());
        assertThat(read.id()).isEqualTo(kept.id());
        assertThat(read.attempt()).isEqualTo(kept.attempt());
        assertThat(read.claim()).isEqualTo(kept.claim() + 1);
        assertThat(read.row()).isEqualTo(kept.row());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a\u0000b", "whole \ud83d\ude00", "half \ud83d"})
    void anAnswerIsClaimedAsItsRowGivesIt(String text) throws Exception {
        accept("question");
        journal.inbox()
                .answered(claim(), List.of(new MessagePart(text, List.of(), TextFormat.MARKDOWN)));
        ClaimedAnswer kept = claimAnswer();
        assertThat(journal.outbox().postponed(kept, clock.instant())).isTrue();

        ClaimedAnswer read = claimAnswer();

        assertThat(read.message()).isEqualTo(kept.message());
        assertThat(read.since()).isEqualTo(kept.since());
        assertThat(read.row()).isEqualTo(kept.row());
        assertThat(read.claim()).isEqualTo(kept.claim() + 1);
    }

    @Test
    void whatAnotherProcessHasDroppedIsNotClaimed() throws Exception {
        accept("dropped");
        try (SqliteJournalAdmin admin =
                SqliteJournalAdmin.open(home.resolve("journal.db"), clock).orElseThrow()) {
            String id = admin.messages(Set.of(MessageState.PENDING), 1).get(0).id();
            assertThat(admin.drop(id)).isTrue();
        }

        assertThat(journal.inbox().claim(Set.of("tg"), 1).taken()).isEmpty();
    }

    private void accept(String text) throws Exception {
        var message =
                new InboundMessage(
                        "key",
                        "chat",
                        "user",
                        true,
                        text,
                        List.of(),
                        List.of(),
                        "reply",
                        Instant.ofEpochSecond(1, 123_456_789),
                        MessageContext.builder().senderName("Anna").messageId("7").build());
        AdoptedAccounts.of(journal, "tg")
                .accept(new InboundBatch(List.of(message), Optional.empty(), Map.of()));
    }

    private ClaimedMessage claim() throws Exception {
        return journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
    }

    private ClaimedAnswer claimAnswer() throws Exception {
        return journal.outbox().claim("tg", 1).taken().get(0);
    }
}
