package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code run} after a crash that left an unreadable journal. The crash is injected into the start
 * that moves the journal aside and creates a new one; the next start succeeds, still reports the
 * damaged journal until the operator acknowledges it, and moves nothing aside twice.
 */
final class DamagedJournalCrashScenario implements CrashScenario {

    private static final long PAUSE_MILLIS = 10;

    private int damages;

    @Override
    public String name() {
        return "run with a damaged journal";
    }

    @Override
    public Set<EventType> expected() {
        return EnumSet.of(
                EventType.CONFIG_VALIDATED,
                EventType.HOME_READY,
                EventType.LOCK_ACQUIRED,
                EventType.PID_FILE_PUBLISHED,
                EventType.JOURNAL_REPLACED,
                EventType.JOURNAL_OPENED,
                EventType.TOKEN_ACQUIRED,
                EventType.PLATFORM_STATE_CHANGED,
                EventType.STATE_CHANGED,
                EventType.READY);
    }

    @Override
    public CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException {
        damage(testBed);
        testBed.reusePid();
        CrashInjection injection = testBed.inject(plan);
        RunningProcess process = injection.on(testBed.gateway()).start("run");
        while (process.isAlive() && !injection.reached(EventType.READY)) {
            if (process.elapsed().compareTo(CrashTestBed.LIMIT) > 0) {
                throw new ExpectationFailedException(process.pid() + ": " + injection.steps());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        injection.change(CrashPlan.watch()); // no injection from here on
        if (injection.injectedStep().isPresent()) {
            testBed.awaitEnd(process);
            testBed.reusePid();
            process = testBed.inject(CrashPlan.watch()).on(testBed.gateway()).start("run");
        }
        testBed.home().awaitState("degraded", CrashTestBed.LIMIT);
        verify(testBed);
        testBed.chat().sendNext();
        testBed.awaitAnswers();
        if (injection.injectedStep().isEmpty()) {
            // The gateway checks every few seconds: too slow for each round.
            testBed.gateway().run(CrashTestBed.LIMIT, "messages", "acknowledge").expectExit(0);
            testBed.home().awaitState("running", CrashTestBed.LIMIT);
        }
        process.kill(Signal.KILL);
        testBed.awaitEnd(process);
        return injection;
    }

    private void damage(CrashTestBed testBed) {
        try {
            Path journal = testBed.home().path().resolve("journal.db");
            FileDamage.BINARY.applyTo(journal);
            // With it the write-ahead log would repair a small journal.
            FileDamage.MISSING.applyTo(journal.resolveSibling("journal.db-wal"));
            FileDamage.MISSING.applyTo(journal.resolveSibling("journal.db-shm"));
            damages++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks that every damaged journal was kept for the operator, and nothing else. */
    private void verify(CrashTestBed testBed) {
        try (Stream<Path> files = Files.list(testBed.home().path())) {
            long aside =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("journal.db.damaged-"))
                            .filter(name -> !name.matches(".*-(wal|shm)"))
                            .count();
            if (aside != damages) {
                throw new ExpectationFailedException(
                        damages + " journals were damaged and " + aside + " moved aside");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean said = testBed.home().log().stream().anyMatch(line -> line.contains("damaged"));
        if (!said) {
            throw new ExpectationFailedException(
                    "the log does not say that the journal was damaged");
        }
    }
}
