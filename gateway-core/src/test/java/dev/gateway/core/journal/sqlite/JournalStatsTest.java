package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.file.DatabaseFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counting costs the same after a commit, however many accounts there are. */
class JournalStatsTest {

    private static final int COMMITS = 200;

    @TempDir Path home;

    @Test
    void asFewRowsAreReadForACommitWithTenThousandAccountsAsWithTen() throws Exception {
        assertThat(rowsPerCommit(10_000)).isEqualTo(rowsPerCommit(10)).isLessThan(20);
    }

    @Test
    void countsOfManyAccountsAreThoseOfTheTable() throws Exception {
        try (GroupCommit commits = withAccounts(500)) {
            for (int i = 0; i < 500; i += 7) {
                commits.call(false, refusal("account-" + i));
            }

            assertThat(commits.stats().counts())
                    .isEqualTo(commits.call(false, store -> JournalStats.of(store).counts()));
            assertThat(commits.stats().counts().refused()).isEqualTo(500 + 72);
        }
    }

    @Test
    void aFailedTransactionCountsNothing() throws Exception {
        try (GroupCommit commits = withAccounts(1)) {
            var before = commits.stats().counts();
            try {
                commits.call(
                        false,
                        store -> {
                            store.addRefused("account-0", 5);
                            throw new IllegalStateException("refused");
                        });
            } catch (Exception expected) {
                assertThat(expected).hasMessageContaining("refused");
            }

            commits.call(false, store -> null);

            assertThat(commits.stats().counts()).isEqualTo(before);
        }
    }

    /** Returns the rows that most commits read, as the once-a-second checks fall on some. */
    private long rowsPerCommit(int accounts) throws Exception {
        try (GroupCommit commits = withAccounts(accounts)) {
            List<Long> read = new ArrayList<>();
            for (int i = 0; i < COMMITS; i++) {
                read.add(
                        commits.call(
                                false,
                                store -> {
                                    store.addRefused("account-1", 1);
                                    return store.connection().rowsRead();
                                }));
            }
            List<Long> each = new ArrayList<>();
            for (int i = 1; i < COMMITS; i++) {
                each.add(read.get(i) - read.get(i - 1));
            }
            return each.stream().sorted().toList().get(COMMITS / 2);
        }
    }

    private static CommitQueue.Work<Void> refusal(String account) {
        return store -> {
            store.addRefused(account, 1);
            return null;
        };
    }

    private GroupCommit withAccounts(int accounts) throws Exception {
        Path file = Files.createTempDirectory(home, "journal").resolve("journal.db");
        var sessions = SessionLiveness.alone();
        var settings = JournalSettings.defaults();
        var events = new EventRecorder().stream();
        var opener =
                new DatabaseOpener(
                        new DatabaseFiles(file),
                        settings,
                        Clock.systemUTC(),
                        events,
                        sessions.self(),
                        () -> false);
        JournalDatabase store = opener.open();
        store.connection().begin(false);
        for (int i = 0; i < accounts; i++) {
            store.addRefused("account-" + i, 1);
        }
        store.connection().commit();
        return new GroupCommit(
                opener,
                store,
                new JournalMaintenance(settings, Clock.systemUTC()),
                new OtherSessions(sessions, Clock.systemUTC(), events),
                () -> {});
    }
}
