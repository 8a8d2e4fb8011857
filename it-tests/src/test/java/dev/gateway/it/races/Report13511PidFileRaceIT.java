package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.weixin.FakeWeixin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/13511">#13511</a>: an update kills
 * the gateway, its PID file stays, and every start fails from then on, since O_CREAT|O_EXCL is to
 * let exactly one of several win. Proposed: delete the file first if its process is gone. Then
 * several win: one deletes the fresh file of another. With our gateway exactly one of any number of
 * starters and replacers wins, and the others name the reason.
 */
class Report13511PidFileRaceIT extends RaceFixture {

    /**
     * Rounds of 6 to 12 JVMs each: {@code -Dit.rounds=30} takes a third of the time of all other
     * tests.
     */
    private static final int ROUNDS = Integer.getInteger("it.rounds", 10);

    private static final int STARTERS = 12;
    private static final int REPLACERS = 6;

    private static final int REPORTED_ROUNDS = 3;
    private static final int REPORTED_STARTERS = 8;

    /** A pause that a busy scheduler may well cause. */
    private static final String WINDOW = "20ms";

    /** A longer pause: replacers check the old gateway twice, which spreads them in time. */
    private static final String REPLACERS_WINDOW = "400ms";

    private FakeWeixin weixin;
    private ObservedHome home;

    @BeforeEach
    void openThePlatform() throws Exception {
        weixin = FakeWeixin.start();
        home = newHome(HomeConfig.echo().with("mama", weixin));
    }

    @AfterEach
    void closeThePlatform() {
        scope.close();
        weixin.close();
    }

    /** Shows R5 and F2. */
    @Test
    void ofManyStartersOnAStalePidFileExactlyOneRuns() throws Exception {
        crash(reportedRunning(home));
        List<RunningProcess> losers = startMany("run", "--as", "13511");
        assertThat(winners(losers)).as("nobody, though nobody runs").isEmpty();
        assertThat(losers).allMatch(one -> hasPrinted(one, LOST));
        int natural = roundsWithTwoWinners("run", "--as", "13511-fix");
        int seen = roundsWithTwoWinners("run", "--as", "13511-fix", "--window", WINDOW);
        assertThat(seen).as("rounds with two winners").isPositive();
        weixin.referee().forget();

        crash(running(home));
        for (int round = 1; round <= ROUNDS; round++) {
            assertThat(home.pidFile()).as("the stale PID file of round %d", round).exists();
            List<RunningProcess> starters = start(STARTERS, "run");
            RunningProcess winner = onlyOneLeft(starters, round);
            for (RunningProcess loser : starters) {
                if (loser != winner) {
                    CommandResult result = loser.awaitResult(TIMEOUT).expectExit(75);
                    assertThat(result.firstErrorLine())
                            .matches("Another gateway instance \\(PID \\d+\\) is running in .*");
                }
            }
            crash(winner);
        }

        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("R5", 13511, "8 starters after a crash")
                .control("none wins: `PID file race lost`, all of them", 1, 1)
                .gateway("exactly one of " + STARTERS + " wins", ROUNDS)
                .record();
        RaceRow.of("F2", 13511, "unlink a stale file, then O_EXCL: 8 starters")
                .control("two winners", seen, REPORTED_ROUNDS)
                .gateway("exactly one of " + STARTERS + " wins, the others exit 75", ROUNDS)
                .figures(
                        "window widened to %s; with no pause added: two winners in %d of %d",
                        WINDOW, natural, REPORTED_ROUNDS)
                .record();
    }

    /** Shows F2 with --replace. */
    @Test
    void ofManyReplacersExactlyOneSurvives() throws Exception {
        crash(reportedRunning(home));
        int seen =
                roundsWithTwoWinners(
                        "run", "--replace", "--as", "13511-fix", "--window", REPLACERS_WINDOW);
        assertThat(seen).as("rounds with two winners").isPositive();
        weixin.referee().forget();

        RunningProcess old = running(home);
        for (int round = 1; round <= ROUNDS; round++) {
            old = replaceByMany(old, round);
        }

        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("F2 --replace", 13511, "the same, 8 times `run --replace`")
                .control("two winners", seen, REPORTED_ROUNDS)
                .gateway("exactly one of " + REPLACERS + " wins, the others exit 75", ROUNDS)
                .record();
    }

    @Test
    void ofManyReplacersOfAStoppedOneExactlyOneSurvives() throws Exception {
        RunningProcess old = running(home);
        for (int round = 1; round <= ROUNDS; round++) {
            old.kill(Signal.STOP);
            old = replaceByMany(old, round);
        }
        assertThat(weixin.referee().violations()).isEmpty();
    }

    /** Shows F10: O_CREAT|O_EXCL and then write; a crash in between leaves an empty file. */
    @Test
    void thePidFileIsNeverSeenEmptyAndAnEmptyOnePreventsNoStart() throws Exception {
        RunningProcess reported = reported(home).start("run", "--write-delay", "1h");
        Await.until(() -> Files.exists(home.pidFile()), TIMEOUT, "PID file");
        assertThat(home.pidFile()).as("what a reader sees now").isEmptyFile();
        crash(reported);
        int lost = 0;
        for (; lost < REPORTED_ROUNDS; lost++) {
            CommandResult next =
                    reported(home).run(TIMEOUT, "run", "--as", "13511-fix").expectExit(1);
            assertThat(next.stderr()).contains(LOST);
        }
        assertThat(home.pidFile()).isEmptyFile();

        AtomicBoolean over = new AtomicBoolean();
        var reader = CompletableFuture.supplyAsync(() -> incompleteReads(home.pidFile(), over));
        crash(running(home)); // the gateway recovers from the empty file by itself
        for (int round = 1; round < REPORTED_ROUNDS; round++) {
            crash(running(home));
        }
        over.set(true);

        assertThat(reader.join()).as("incomplete records that a reader saw").isZero();
        RaceRow.of("F10", 13511, "O_EXCL, then write; SIGKILL in between")
                .control("an empty PID file that no start gets past", lost, REPORTED_ROUNDS)
                .gateway("recovers; never shows an incomplete file", REPORTED_ROUNDS)
                .record();
    }

    /**
     * Reads the file as fast as possible. Before the first gateway it is empty, and that does not
     * count.
     */
    private static int incompleteReads(Path file, AtomicBoolean over) {
        var json = new ObjectMapper();
        int incomplete = 0;
        boolean published = false;
        while (!over.get()) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                published |= bytes.length > 0;
                if (published && !json.readTree(bytes).path("pid").isIntegralNumber()) {
                    incomplete++;
                }
            } catch (NoSuchFileException gone) {
                published = true; // the stale file was deleted
            } catch (JsonProcessingException e) {
                incomplete++;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return incomplete;
    }

    /**
     * Starts all processes at one moment on the PID file of a dead gateway, and counts the rounds
     * with two winners.
     */
    private int roundsWithTwoWinners(String... arguments) throws Exception {
        int seen = 0;
        for (int round = 0; round < REPORTED_ROUNDS; round++) {
            assertThat(home.pidFile()).exists();
            List<RunningProcess> winners = winners(startMany(arguments));
            assertThat(winners).isNotEmpty();
            if (winners.size() > 1) {
                seen++;
            }
            System.out.printf("F2: %d winners of %d%n", winners.size(), REPORTED_STARTERS);
            for (RunningProcess winner : winners) {
                winner.kill(Signal.KILL);
            }
            for (RunningProcess winner : winners) {
                winner.awaitExit(TIMEOUT);
            }
            if (!Files.exists(home.pidFile())) {
                crash(
                        reportedRunning(
                                home)); // the last one had lost the token and deleted the file
            }
        }
        return seen;
    }

    private List<RunningProcess> startMany(String... arguments) throws Exception {
        Path gate = home.path().resolve("gate-" + System.nanoTime());
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--gate";
        all[arguments.length + 1] = gate.toString();
        List<RunningProcess> starters = new ArrayList<>();
        for (int i = 0; i < REPORTED_STARTERS; i++) {
            starters.add(reported(home).atLowPriority().start(all));
        }
        for (RunningProcess starter : starters) {
            starter.awaitLine("At the gate\\.", TIMEOUT);
        }
        Files.createFile(gate);
        return starters;
    }

    private RunningProcess replaceByMany(RunningProcess old, int round) throws Exception {
        List<RunningProcess> replacers = start(REPLACERS, "run", "--replace");

        RunningProcess winner = onlyOneLeft(replacers, round);
        assertThat(old.awaitExit(TIMEOUT)).as("the old one in round %d", round).isZero();
        for (RunningProcess loser : replacers) {
            if (loser != winner) {
                CommandResult result = loser.awaitResult(TIMEOUT).expectExit(75);
                assertThat(result.firstErrorLine())
                        .matches(
                                "PID file race lost to another gateway instance \\(PID \\d+\\)\\..*");
            }
        }
        assertThat(home.lockHolder()).hasValue(winner.pid());
        return winner;
    }

    private List<RunningProcess> start(int count, String... arguments) {
        List<RunningProcess> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            processes.add(gateway(home).atLowPriority().start(arguments));
        }
        return processes;
    }

    /** Returns the only process that still runs when all others have ended. */
    private RunningProcess onlyOneLeft(List<RunningProcess> all, int round) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.plus(TIMEOUT).toNanos();
        while (System.nanoTime() < deadline) {
            List<RunningProcess> left =
                    all.stream().filter(process -> process.exit().isEmpty()).toList();
            assertThat(left).as("gateways alive in round %d", round).isNotEmpty();
            if (left.size() == 1 && home.lockHolder().orElse(0) == left.get(0).pid()) {
                home.awaitState("running", TIMEOUT);
                return left.get(0);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        throw new AssertionError("more than one is left in round " + round);
    }
}
