package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.platform.InboundBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program deletes files in the home of a running gateway. */
class RemovedJournalTest {

    private static final int ROUNDS = 5;

    @TempDir Path home;
    private SqliteJournal journal;

    @BeforeEach
    void open() throws Exception {
        journal = opened();
        AdoptedAccounts.of(journal, "tg")
                .accept(
                        new InboundBatch(
                                List.of(
                                        InboundMessageFixtures.message("1", "a"),
                                        InboundMessageFixtures.message("2", "b")),
                                Optional.of("cursor"),
                                Map.of()));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aRemovedFileIsWrittenAgain() throws Exception {
        ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
        for (String name : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
            Files.delete(file(name));
        }

        await().until(() -> Files.exists(file("journal.db")));

        assertThat(journal.inbox().answered(claim, List.of())).isTrue();
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundMessageFixtures.in("a", "1", "3")))
                .isEqualTo(new AcceptResult(1, 1));
        journal.close();
        journal = opened();
        assertThat(journal.counts()).isEqualTo(new MessageCounts(2, 0, 1, 0, 0));
        assertThat(AdoptedAccounts.of(journal, "tg").cursor()).contains("cursor");
        assertThat(journal.replaced()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("journal.db"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("journal.db", "journal.db-wal", "journal.db-shm");
        }
    }

    @Test
    void whatAnotherOnePutThereIsMovedAside() throws Exception {
        Path other = Files.writeString(file("other"), "an old backup");
        Files.move(other, file("journal.db"), StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> journal.replaced().isPresent());

        assertThat(Path.of(journal.replaced().orElseThrow().movedTo())).hasContent("an old backup");
        assertThat(journal.counts().pending()).isEqualTo(2);
    }

    /** Not between the check and the rewrite: an old backup must not become the journal. */
    @Test
    void whatAnotherOnePutsThereInThatVeryMomentIsNoticed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Files.deleteIfExists(file("journal.db"));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.exists(file("journal.db.copy.part")) || written());
            Path other = Files.writeString(file("other"), "an old backup");
            Files.move(other, file("journal.db"), StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> written() && !Files.exists(file("journal.db.copy")));
            assertThat(journal.counts().pending()).isEqualTo(2);
            assertThat(
                            AdoptedAccounts.of(journal, "tg")
                                    .accept(InboundMessageFixtures.in("a", "1")))
                    .isEqualTo(new AcceptResult(0, 1));
        }
        journal.close();
        journal = opened();
        assertThat(journal.counts().pending()).isEqualTo(2);
    }

    @Test
    void aCopyThatADeadProcessHadFinishedBecomesTheJournal() throws Exception {
        journal.close();
        Files.move(file("journal.db"), file("journal.db.copy"));
        Files.writeString(file("journal.db.copy.part"), "half");

        journal = opened();

        assertThat(journal.counts().pending()).isEqualTo(2);
        assertThat(file("journal.db.copy")).doesNotExist();
        assertThat(file("journal.db.copy.part")).doesNotExist();
    }

    @Test
    void aCopyThatADeadProcessHadPutInPlaceIsForgotten() throws Exception {
        journal.close();
        Files.createLink(file("journal.db.copy"), file("journal.db"));

        journal = opened();

        assertThat(journal.counts().pending()).isEqualTo(2);
        assertThat(file("journal.db.copy")).doesNotExist();
    }

    /** Returns whether the present file is a journal. */
    private boolean written() throws IOException {
        return Files.exists(file("journal.db")) && Files.size(file("journal.db")) > 1000;
    }

    private Path file(String name) {
        return home.resolve(name);
    }

    private SqliteJournal opened() throws IOException {
        return SqliteJournal.open(
                file("journal.db"),
                JournalSettings.defaults(),
                Clock.systemUTC(),
                new EventRecorder().stream());
    }
}
