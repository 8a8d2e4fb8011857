package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashSuspectsTest {

    private static final List<String> SLOW = List.of("one", "two", "three");
    private static final int FEW_ENDS = 4;
    private static final int MANY_ENDS = 40;

    @TempDir Path home;

    private final ManualClock clock = new ManualClock();

    /** The slow ones are answered only in a life that the deadly one does not end. */
    @Test
    void onlyTheDeadlyMessageIsParkedAndNotThoseThatWereInFlightBesideIt() throws Exception {
        try (SqliteJournal journal = journal(clock)) {
            say(journal, "deadly");
            for (String each : SLOW) {
                say(journal, each);
            }
        }
        MessageCounts counts = null;
        for (int life = 0; life < MANY_ENDS && (counts == null || counts.pending() > 0); life++) {
            try (SqliteJournal journal = journal(clock)) {
                counts = journal.counts();
                live(journal);
            }
            clock.forward(Duration.ofMinutes(1));
        }

        assertThat(counts).isEqualTo(new MessageCounts(0, 0, SLOW.size(), 1, 0));
    }

    private void live(SqliteJournal journal) throws Exception {
        while (true) {
            List<ClaimedMessage> batch =
                    new ArrayList<>(journal.inbox().claim(Set.of("tg"), 10).taken());
            List<ClaimedMessage> waiting = CrashSuspects.waiting(batch, false);
            for (ClaimedMessage each : waiting) {
                journal.inbox().postpone(each, clock.instant().plusSeconds(1));
            }
            batch.removeAll(waiting);
            if (batch.isEmpty()
                    || batch.stream().anyMatch(each -> each.message().text().equals("deadly"))) {
                return;
            }
            for (ClaimedMessage each : batch) {
                journal.inbox().answered(each, List.<MessagePart>of());
            }
            clock.forward(Duration.ofSeconds(2));
        }
    }

    @Test
    void oneSuspectAtATimeIsWithTheHandlerAndOthersWaitForNone() throws Exception {
        try (SqliteJournal journal = journal(Clock.systemUTC())) {
            for (String each : SLOW) {
                say(journal, each);
            }
        }
        for (int i = 0; i < FEW_ENDS; i++) {
            try (SqliteJournal journal = journal(Clock.systemUTC())) {
                assertThat(journal.inbox().claim(Set.of("tg"), 10).taken()).hasSize(SLOW.size());
            }
        }
        var suspects = new AtomicInteger();
        var most = new AtomicInteger();
        var released = new CountDownLatch(1);
        MessageHandler handler =
                request -> {
                    if (request.message().text().equals("new")) {
                        return List.of(MessageHandler.Answer.of("new"));
                    }
                    most.accumulateAndGet(suspects.incrementAndGet(), Math::max);
                    assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
                    suspects.decrementAndGet();
                    return List.of(MessageHandler.Answer.of("done"));
                };
        try (var desk = new DispatcherFixture(home, DispatcherFixture.FAST, handler).started()) {
            await().until(() -> suspects.get() == 1);
            desk.say("anna", "new");
            await().until(() -> desk.telegram.sent().size() == 1);
            released.countDown();

            await().until(() -> desk.telegram.sent().size() == 1 + SLOW.size());
        }
        assertThat(most).hasValue(1);
    }

    private SqliteJournal journal(Clock of) throws Exception {
        return SqliteJournal.open(
                home.resolve("journal.db"),
                JournalSettings.defaults(),
                of,
                new EventRecorder().stream());
    }

    private static void say(SqliteJournal journal, String text) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in(text, text));
    }
}
