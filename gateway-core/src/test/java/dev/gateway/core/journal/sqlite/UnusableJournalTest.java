package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journal that cannot be opened reports the reason, and whether it is temporary. */
class UnusableJournalTest {

    @TempDir Path home;

    @Test
    void aLockOfAnotherConnectionIsPassing() throws Exception {
        Path file = home.resolve("journal.db");
        open(file).close();
        try (SqliteConnection other = SqliteConnection.open(file, Duration.ofSeconds(1))) {
            other.begin(true);

            var refused = catchThrowableOfType(JournalException.class, () -> open(file));

            assertThat(refused.kind()).isEqualTo(JournalException.Kind.PASSING);
            assertThat(refused)
                    .hasMessageStartingWith(file + " is locked by another process")
                    .hasMessageNotContaining("%s")
                    .hasMessageNotContaining("\n");
            other.rollback();
        }
        open(file).close();
    }

    @Test
    void aPathThatIsTooLongForTheDatabaseIsNamed() throws Exception {
        Path folder = home;
        while (folder.toString().length() < 520) {
            folder = folder.resolve("d".repeat(60));
        }
        Path file = Files.createDirectories(folder).resolve("journal.db");

        var refused = catchThrowableOfType(JournalException.class, () -> open(file));

        assertThat(refused.kind()).isEqualTo(JournalException.Kind.UNSUITABLE);
        assertThat(refused).hasMessageContaining("choose a shorter --home");
    }

    @Test
    void theLongestPathThatIsAllowedWorks() throws Exception {
        Path folder = home;
        while (folder.toString().length() < 490 - 60) {
            folder = folder.resolve("d".repeat(50));
        }
        int rest = 504 - "/journal.db".length() - folder.toString().length() - 1;
        Path file = Files.createDirectories(folder.resolve("e".repeat(rest))).resolve("journal.db");
        assertThat(file.toString()).hasSize(504);

        open(file).close();

        assertThat(file).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({
        "mkfifo, ''", "mkfifo, -wal", "mkfifo, -shm",
        "mkdir, ''", "mkdir, -wal", "mkdir, -shm",
        "ln -s nowhere, ''", "ln -s nowhere, -wal", "ln -s nowhere, -shm"
    })
    @Timeout(60)
    void whatIsNoFileInThePlaceOfOneIsNamedAndNothingWaitsForIt(String make, String suffix)
            throws Exception {
        Path file = home.resolve("journal.db");
        open(file).close();
        Path spoiled = home.resolve("journal.db" + suffix);
        Files.deleteIfExists(spoiled);
        List<String> command = new ArrayList<>(List.of(make.split(" ")));
        command.add(spoiled.toString());
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();

        var refused = catchThrowableOfType(JournalException.class, () -> open(file));
        var seen =
                catchThrowableOfType(
                        JournalException.class,
                        () -> SqliteJournalAdmin.openReadOnly(file, Clock.systemUTC()));

        assertThat(refused.kind()).isEqualTo(JournalException.Kind.UNUSABLE);
        assertThat(refused).hasMessageStartingWith(spoiled + " is not a file; move it away");
        assertThat(seen).hasMessage(refused.getMessage());
        assertThat(spoiled).satisfies(one -> assertThat(Files.isRegularFile(one)).isFalse());
    }

    private static SqliteJournal open(Path file) throws IOException {
        return SqliteJournal.open(
                file,
                JournalSettings.defaults().withBusyTimeout(Duration.ofMillis(50)),
                Clock.systemUTC(),
                new EventRecorder().stream());
    }
}
