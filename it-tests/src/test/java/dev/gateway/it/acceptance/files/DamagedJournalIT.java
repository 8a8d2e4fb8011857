package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.journal.sqlite.SqliteJournalAdmin;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests an unreadable journal: the gateway reports it, keeps it for the operator, replaces it, and
 * serves meanwhile.
 */
class DamagedJournalIT extends GatewayProcessFixture {

    @Test
    void isMovedAsideAndSaidUntilAnOperatorHasTakenNote() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        telegram.user("mama").says("before").awaitAnswer(TIMEOUT);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        Path journal = home.path().resolve("journal.db");
        FileDamage.BINARY.applyTo(journal);

        RunningProcess run = gateway.start("run");
        home.awaitState("degraded", TIMEOUT);
        telegram.user("mama").says("after").awaitAnswer(TIMEOUT);

        List<Path> aside = aside();
        assertThat(aside).hasSize(1);
        assertThat(String.join("\n", run.stderr()))
                .contains(journal + " was damaged")
                .contains("Moved it to " + aside.get(0));
        RecordedEvent replaced = home.events(EventType.JOURNAL_REPLACED).get(0);
        assertThat(replaced.text(EventField.MOVED_TO)).isEqualTo(aside.get(0).toString());
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);

        RunningProcess again = gateway.start("run");
        home.awaitState("degraded", TIMEOUT);
        try (SqliteJournalAdmin console =
                SqliteJournalAdmin.open(journal, Clock.systemUTC()).orElseThrow()) {
            assertThat(console.replaced()).isPresent();
            console.acknowledge();
        }
        home.awaitState("running", TIMEOUT);
        assertThat(aside()).as("what is left for a person").isEqualTo(aside);
        assertThat(again.isAlive()).isTrue();
    }

    @Test
    void damageWhileItRunsStopsNothing() throws Exception {
        RunningProcess run = running();
        telegram.user("mama").says("before").awaitAnswer(TIMEOUT);
        FileDamage.MISSING.applyTo(home.path().resolve("journal.db"));

        await().atMost(TIMEOUT)
                .until(
                        () ->
                                home.log().stream()
                                        .anyMatch(line -> line.contains("was written again")));

        telegram.user("mama").says("after").awaitAnswer(TIMEOUT);
        assertThat(run.isAlive()).isTrue();
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(home.path().resolve("journal.db")).exists();
    }

    private List<Path> aside() throws Exception {
        try (Stream<Path> files = Files.list(home.path())) {
            return files.filter(file -> file.toString().contains("journal.db.damaged-"))
                    .filter(file -> !file.toString().matches(".*-(wal|shm)"))
                    .toList();
        }
    }
}
