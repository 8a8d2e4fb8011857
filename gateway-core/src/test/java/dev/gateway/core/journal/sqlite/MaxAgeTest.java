package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog may be answered in part only, and says so. */
class MaxAgeTest {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        clock,
                        events.stream());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatIsOlderIsConfirmedCountedAndTold() throws Exception {
        bind(Optional.of(LIMIT));

        AcceptResult result = accept(aged("1", 50), aged("2", 31), aged("3", 30), aged("4", 0));

        assertThat(result).isEqualTo(new AcceptResult(2, 0, 2));
        assertThat(journal.cursor("tg")).contains("next");
        assertThat(journal.counts().refused()).isEqualTo(2);
        assertThat(journal.counts().pending()).isEqualTo(2);
        assertThat(events.of(EventType.MESSAGES_SKIPPED)).hasSize(1);
        assertThat(events.of(EventType.MESSAGES_SKIPPED).get(0).fields())
                .containsEntry("messages", 2)
                .containsEntry("oldest", clock.instant().minus(Duration.ofMinutes(50)).toString());
    }

    @Test
    void aMessageThatIsDeliveredAgainHoursLaterIsNotTold() throws Exception {
        bind(Optional.of(LIMIT));
        InboundMessage message = aged("1", 0);
        accept(message);
        clock.forward(Duration.ofHours(6));

        assertThat(accept(message)).isEqualTo(new AcceptResult(0, 1));
        assertThat(events.of(EventType.MESSAGES_SKIPPED)).isEmpty();
    }

    @Test
    void withoutALimitTheWholeBacklogIsAnswered() throws Exception {
        bind(Optional.empty());

        assertThat(accept(aged("1", 60 * 24))).isEqualTo(new AcceptResult(1, 0));
    }

    private void bind(Optional<Duration> maxAge) {
        journal.bind("tg", new AccountBinding("telegram:1", Duration.ZERO, false, maxAge));
    }

    private InboundMessage aged(String key, int minutes) {
        return new InboundMessage(
                key,
                "chat " + key,
                "anna",
                true,
                "hello",
                List.of(),
                "",
                clock.instant().minus(Duration.ofMinutes(minutes)));
    }

    private AcceptResult accept(InboundMessage... messages) throws Exception {
        return journal.accept(
                "tg", new InboundBatch(List.of(messages), Optional.of("next"), Map.of()));
    }
}
