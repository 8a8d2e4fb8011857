package dev.gateway.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Somebody tidies up in the home of a running gateway. */
class RemovedJournalTest {

    @TempDir Path home;
    private SqliteJournal journal;

    @BeforeEach
    void open() throws Exception {
        journal = opened();
        journal.accept(
                "tg",
                new InboundBatch(
                        List.of(Said.message("1", "a"), Said.message("2", "b")),
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

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file("journal.db")));

        assertThat(journal.inbox().answered(claim, List.of())).isTrue();
        assertThat(journal.accept("tg", Said.in("a", "1", "3"))).isEqualTo(new Accepted(1, 1));
        journal.close();
        journal = opened();
        assertThat(journal.counts()).isEqualTo(new MessageCounts(2, 0, 1, 0, 0));
        assertThat(journal.cursor("tg")).contains("cursor");
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

        await().atMost(Duration.ofSeconds(30)).until(() -> journal.replaced().isPresent());

        assertThat(journal.replaced().orElseThrow().movedTo()).hasContent("an old backup");
        assertThat(journal.counts().pending()).isEqualTo(2);
    }

    private Path file(String name) {
        return home.resolve(name);
    }

    private SqliteJournal opened() throws IOException {
        return SqliteJournal.open(
                file("journal.db"),
                JournalSettings.defaults(),
                Clock.systemUTC(),
                new SeenEvents().stream());
    }
}
