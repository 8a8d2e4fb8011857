package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.contract.AccountContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about accounts, and that of a file that is copied. */
class AccountsTest extends AccountContract {

    @TempDir Path other;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Override
    protected JournalEngine engine() {
        return new SqliteJournalEngine();
    }

    @Test
    void aCopiedHomeFindsItsFilesInItself() throws Exception {
        Path received = Files.createDirectories(home.resolve("media/family")).resolve("a.png");
        Files.writeString(received, "four");
        var picture = new Attachment(Attachment.Kind.IMAGE, "a.png", "image/png", received, 4);
        var report = new Attachment(Attachment.Kind.FILE, "r", "text/plain", Path.of("/srv/r"), 1);
        try (SqliteJournal journal = openIn(home)) {
            AdoptedAccounts.bind(journal, "family", "telegram:1")
                    .accept(
                            InboundBatch.of(
                                    new InboundMessage(
                                            "1",
                                            "c",
                                            "anna",
                                            true,
                                            "look",
                                            List.of(picture, report),
                                            "",
                                            Instant.EPOCH)));
            assertThat(journal.attachments()).contains(received.toString());
        }
        Path copy = Files.createDirectories(other.resolve("media/family")).getParent();
        Files.copy(received, copy.resolve("family/a.png"));
        Files.copy(home.resolve("journal.db"), other.resolve("journal.db"));
        Files.delete(received);

        try (SqliteJournal journal = openIn(other)) {
            AdoptedAccounts.bind(journal, "family", "telegram:1");
            assertThat(journal.inbox().claim(Set.of("family"), 1).taken().get(0).message())
                    .satisfies(
                            message ->
                                    assertThat(message.attachments())
                                            .extracting(Attachment::location)
                                            .containsExactly(
                                                    copy.resolve("family/a.png").toString(),
                                                    "/srv/r"));
        }
    }

    private SqliteJournal openIn(Path folder) throws IOException {
        return SqliteJournal.open(
                folder.resolve("journal.db"), JournalSettings.defaults(), clock, events.stream());
    }
}
