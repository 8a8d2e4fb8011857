package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.contract.JournalContract;
import dev.gateway.core.journal.engine.JournalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The promises of each journal, and those of one in a file. */
class SqliteJournalTest extends JournalContract {

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @Override
    protected JournalEngine engine() {
        return new SqliteJournalEngine();
    }

    @Test
    void filesAreReadableByTheirOwnerAlone() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));

        for (String name : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(home.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aFileThatOthersCouldReadIsMadePrivate() throws Exception {
        journal.close();
        Path file = home.resolve("journal.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        journal = reopened();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void afterClosingEverythingSaysSo() {
        AccountJournal account = AdoptedAccounts.of(journal, "tg");
        journal.close();
        journal.close();

        assertThatThrownBy(() -> account.accept(InboundMessageFixtures.in("a", "1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("journal.db is closed");
    }

    @Test
    void aCleanEndLeavesOneFileAndNoThread() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        journal.close();

        try (var files = Files.list(home)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactly("journal.db");
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        assertThat(left).extracting(Thread::getName).doesNotContain("journal-writer");
    }

    @Test
    void aFolderInItsPlaceIsAnErrorAndStays() throws Exception {
        Path folder = Files.createDirectory(home.resolve("folder"));

        assertThatThrownBy(
                        () ->
                                SqliteJournal.open(
                                        folder, JournalSettings.defaults(), clock, events.stream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a file");
        assertThat(folder).isDirectory();
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = home.resolve("nowhere/journal.db");

        assertThatThrownBy(
                        () ->
                                SqliteJournal.open(
                                        file, JournalSettings.defaults(), clock, events.stream()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be created: its folder does not exist.");
    }
}
