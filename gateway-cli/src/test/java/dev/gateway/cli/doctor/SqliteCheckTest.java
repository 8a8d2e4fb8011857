package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.doctor.Fact.Verdict;
import dev.gateway.core.journal.SqliteVersion;
import org.junit.jupiter.api.Test;

/** What is said of the SQLite library. */
class SqliteCheckTest {

    @Test
    void theVersionOfTheLoadedLibraryIsShown() throws Exception {
        Fact fact = new SqliteCheck().look(null).get(0);

        assertThat(fact.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(fact.text()).isEqualTo("SQLite " + SqliteVersion.running());
    }

    @Test
    void aLibraryThatMayCorruptTheJournalIsWrongAndSaysWhereItComesFrom() throws Exception {
        Fact fact = new SqliteCheck(() -> new SqliteVersion(3, 50, 3)).look(null).get(0);

        assertThat(fact.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(fact.text()).contains("SQLite 3.50.3", "3.7.0 to 3.51.2");
        assertThat(fact.next().orElseThrow()).contains("3.51.3 or newer", "sqlite-jdbc");
    }
}
