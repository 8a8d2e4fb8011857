package dev.gateway.core.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of SQLite that may corrupt a journal written by two processes. */
class SqliteVersionTest {

    @ParameterizedTest
    @CsvSource({
        "3.6.23, false",
        "3.7.0, true",
        "3.50.3, true",
        "3.51.2, true",
        "3.51.3, false",
        "3.54.1, false",
        "4.0.0, false"
    })
    void theVersionsWithTheDefectOfTheLogAreKnown(String version, boolean defect) {
        assertThat(SqliteVersion.of(version).canCorruptSharedLog()).isEqualTo(defect);
    }

    @Test
    void theLibraryThatIsLoadedIsNotOneOfThem() throws Exception {
        SqliteVersion running = SqliteVersion.running();

        assertThat(running.canCorruptSharedLog()).as("%s", running).isFalse();
        assertThat(running).isGreaterThan(SqliteVersion.of("3.51.2"));
        assertThat(SqliteVersion.origin()).contains("sqlite-jdbc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "three.fifty", "3.50.x"})
    void whatIsNoVersionIsRefused(String text) {
        assertThatThrownBy(() -> SqliteVersion.of(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
