package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deletes, empties, truncates or overwrites a file of a home, at rest or under chat, and kills the
 * gateway: it starts without an operator, and each message confirmed to the platform is answered,
 * or its loss is reported.
 */
class HomeFileDamageIT extends GatewayProcessFixture {

    private static final int MESSAGES = 5;
    private static final List<String> VIEWS =
            List.of("state.json", "gateway.pid", "events.jsonl", "logs/gateway.log");

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "EMPTY", "TRUNCATED", "BINARY"})
    void filesThatOnlyShowSomethingAreNotMissed(FileDamage damage) throws Exception {
        RunningProcess run = running();
        telegram.user("mama").says("before").awaitAnswer(TIMEOUT);
        for (String name : VIEWS) {
            harm(damage, name);
        }
        await().atMost(TIMEOUT)
                .until(() -> home.path().resolve("state.json").toFile().length() > 100);
        List<SentMessage> all = chat("under load");
        kill(run);
        for (String name : VIEWS) {
            harm(damage, name);
        }

        gateway.start("run");
        home.awaitState("running", TIMEOUT);

        all.add(telegram.user("mama").says("after"));
        for (SentMessage sent : all) {
            sent.awaitAnswer(TIMEOUT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "journal.db, MISSING",
        "journal.db, EMPTY",
        "journal.db-wal, MISSING",
        "journal.db-wal, EMPTY",
        "journal.db-shm, MISSING",
    })
    void aJournalFileThatIsHarmedUnderChatCostsNothing(String name, FileDamage damage)
            throws Exception {
        RunningProcess run = running();
        List<SentMessage> all = chat("before");
        harm(damage, name);
        all.addAll(chat("under load"));
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                home.log().stream()
                                        .anyMatch(line -> line.contains("was written again")));
        all.addAll(chat("then"));
        kill(run);

        gateway.start("run");
        home.awaitState("running", TIMEOUT);

        for (SentMessage sent : all) {
            sent.awaitAnswer(TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal.db", "journal.db-wal"})
    void aJournalFileThatIsOverwrittenAtRestIsToldOrMadeGood(String name) throws Exception {
        RunningProcess run = running();
        for (SentMessage sent : chat("before")) {
            sent.awaitAnswer(TIMEOUT);
        }
        kill(run);
        SentMessage meanwhile = telegram.user("mama").says("meanwhile");
        harm(FileDamage.BINARY, name);

        gateway.start("run");

        meanwhile.awaitAnswer(TIMEOUT);
        boolean told = !home.events(EventType.JOURNAL_REPLACED).isEmpty();
        home.awaitState(told ? "degraded" : "running", TIMEOUT);
        int handled = told ? 1 : MESSAGES + 1;
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () ->
                                assertThat(
                                                gateway.run(TIMEOUT, "status", "--json")
                                                        .json()
                                                        .path("messages")
                                                        .path("handled")
                                                        .asInt())
                                        .isGreaterThanOrEqualTo(handled));
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "EMPTY"})
    void aJournalThatVanishedAfterAStopIsTold(FileDamage damage) throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        telegram.user("mama").says("before").awaitAnswer(TIMEOUT);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        harm(damage, "journal.db");

        gateway.start("run");
        home.awaitState("degraded", TIMEOUT);

        assertThat(home.events(EventType.JOURNAL_REPLACED)).hasSize(1);
        telegram.user("mama").says("after").awaitAnswer(TIMEOUT);
        gateway.run(TIMEOUT, "messages", "acknowledge").expectExit(0);
        home.awaitState("running", TIMEOUT);
    }

    private List<SentMessage> chat(String text) {
        List<SentMessage> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(telegram.user("mama").says(text + " " + i));
        }
        return all;
    }

    private void harm(FileDamage damage, String name) throws Exception {
        Path file = home.path().resolve(name);
        if (!Files.exists(file)) {
            return; // damaged before, and not needed since
        }
        if (damage == FileDamage.EMPTY) {
            // In place, as a shell does it: the inode stays the same.
            try (var open = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                open.truncate(0);
            }
        } else {
            damage.applyTo(file);
        }
    }

    private void kill(RunningProcess run) throws Exception {
        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);
    }
}
