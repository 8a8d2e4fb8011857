package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.contract.ModelRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A journal in a file behaves like the model. */
class JournalModelTest {

    @Property(tries = 60)
    void behavesLikeItsModel(
            @ForAll @Size(max = 150) List<@IntRange(min = 0, max = 9999) Integer> steps)
            throws Exception {
        Path place = Files.createTempDirectory("model");
        try {
            ModelRun.behavesLikeItsModel(new FileLives(place), steps);
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

    /** The file, copied at each crash as it lies on the disk. */
    private static final class FileLives implements ModelRun.Lives {

        private final Path place;
        private int number;

        FileLives(Path place) {
            this.place = place;
        }

        @Override
        public Journal begin(Clock clock) throws IOException {
            Files.createDirectories(home());
            return SqliteJournal.open(
                    home().resolve("journal.db"),
                    JournalSettings.defaults(),
                    clock,
                    new EventRecorder().stream());
        }

        @Override
        public Journal crash(Journal journal, Clock clock) throws IOException {
            Path before = home();
            number++;
            Files.createDirectories(home());
            for (String name : List.of("journal.db", "journal.db-wal")) {
                if (Files.exists(before.resolve(name))) {
                    Files.copy(before.resolve(name), home().resolve(name));
                }
            }
            journal.close();
            return begin(clock);
        }

        private Path home() {
            return place.resolve("life-" + number);
        }
    }
}
