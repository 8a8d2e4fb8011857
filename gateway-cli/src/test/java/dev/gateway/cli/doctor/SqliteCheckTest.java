package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.doctor.CheckResult.Status;
import dev.gateway.core.sqlite.SqliteVersion;
import org.junit.jupiter.api.Test;

/** The results of the SQLite check. */
class SqliteCheckTest {

    @Test
    void theVersionOfTheLoadedLibraryIsShown() throws Exception {
        CheckResult result = new SqliteCheck().check(null).get(0);

        assertThat(result.status()).isEqualTo(Status.OK);
        assertThat(result.text()).isEqualTo("SQLite " + SqliteVersion.running());
    }

    @Test
    void aLibraryThatMayCorruptTheJournalIsWrongAndSaysWhereItComesFrom() throws Exception {
        CheckResult result = new SqliteCheck(() -> new SqliteVersion(3, 50, 3)).check(null).get(0);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.text()).contains("SQLite 3.50.3", "3.7.0 to 3.51.2");
        assertThat(result.next().orElseThrow()).contains("3.51.3 or newer", "sqlite-jdbc");
    }
}
