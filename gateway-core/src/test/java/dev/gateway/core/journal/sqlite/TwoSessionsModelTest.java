package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.contract.TwoLivesRun;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Two sessions on one file behave like the model. */
class TwoSessionsModelTest {

    @Property(tries = 40)
    void behaveLikeTheirModel(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 9999) Integer> steps)
            throws Exception {
        Path place = Files.createTempDirectory("two");
        try (var sessions = new Sessions(place.resolve("journal.db"))) {
            TwoLivesRun.behaveLikeTheirModel(sessions, steps);
        } finally {
            delete(place);
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The sessions on a file. */
    private static final class Sessions implements TwoLivesRun.Processes, AutoCloseable {

        private final Path file;
        private final ManualClock clock = new ManualClock();
        private final SessionsOfATest sessions = new SessionsOfATest();
        private final Map<Journal, SessionLiveness> open = new HashMap<>();
        private SqliteJournalAdmin admin;

        Sessions(Path file) {
            this.file = file;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public Journal begin() throws IOException {
            SessionLiveness session = sessions.begin();
            Journal journal =
                    SqliteJournal.open(
                            file,
                            JournalSettings.defaults(),
                            clock,
                            new EventRecorder().stream(),
                            session,
                            () -> false);
            open.put(journal, session);
            return journal;
        }

        @Override
        public void kill(Journal journal) {
            sessions.kill(open.get(journal));
        }

        @Override
        public AccountJournal hold(Journal journal) {
            return AdoptedAccounts.bind(journal, "tg", "tg");
        }

        @Override
        public MessageCounts counts() throws IOException {
            if (admin == null) {
                admin = SqliteJournalAdmin.open(file, clock).orElseThrow();
            }
            return admin.counts();
        }

        @Override
        public boolean countsAll(Journal journal, MessageCounts stored) {
            return journal.counts().equals(stored);
        }

        @Override
        public void close() throws IOException {
            if (admin != null) {
                admin.close();
            }
        }
    }
}
