package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaSweeperTest {

    @TempDir Path home;
    private final Clock clock = Clock.systemUTC();
    private Path media;
    private SqliteJournal journal;
    private MediaSweeper sweep;

    @BeforeEach
    void open() throws Exception {
        media = Files.createDirectories(home.resolve("media/family"));
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        clock,
                        new EventStream(clock, 1));
        sweep = new MediaSweeper(home.resolve("media"), journal, clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatIsOldAndNotNeededGoes() throws Exception {
        Path old = old("old.jpg");
        Path young = Files.createFile(media.resolve("young.jpg"));
        Path answer = Files.createFile(home.resolve("media/answer-1"));
        Files.setLastModifiedTime(answer, FileTime.from(Instant.EPOCH));

        assertThat(sweep.sweep()).isEqualTo(2);

        assertThat(old).doesNotExist();
        assertThat(answer).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aMessageThatIsNotHandledYetKeepsItsFiles() throws Exception {
        Path asked = old("asked.jpg");
        AdoptedAccounts.of(journal, "family").accept(InboundBatch.of(List.of(message(asked)), "1"));

        assertThat(sweep.sweep()).isZero();

        assertThat(asked).exists();
    }

    @Test
    void anAnswerThatIsNotSentYetKeepsItsFiles() throws Exception {
        Path asked = old("asked.jpg");
        Path answered = old("answered.pdf");
        AdoptedAccounts.of(journal, "family").accept(InboundBatch.of(List.of(message(asked)), "1"));
        ClaimedMessage claim = journal.inbox().claim(List.of("family"), 1).taken().get(0);
        journal.inbox()
                .answered(claim, List.of(new MessagePart("", List.of(attachment(answered)))));

        assertThat(sweep.sweep()).isZero();

        journal.outbox()
                .sentAsync(journal.outbox().claim("family", 1).taken().get(0), Optional.empty())
                .join();
        assertThat(sweep.sweep()).isEqualTo(2);
    }

    private Path old(String name) throws Exception {
        Path file = Files.createFile(media.resolve(name));
        Files.setLastModifiedTime(
                file, FileTime.from(clock.instant().minus(MediaSweeper.KEEP).minusSeconds(60)));
        return file;
    }

    private static Attachment attachment(Path file) {
        return new Attachment(Attachment.Kind.FILE, "a", "application/pdf", file, 0);
    }

    private static InboundMessage message(Path file) {
        return new InboundMessage(
                "k", "c", "anna", true, "", List.of(attachment(file)), "", Instant.EPOCH);
    }
}
