package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.core.process.KernelLock;
import dev.gateway.sim.crash.CrashAction;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.crash.CrashTraceEntry;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Kills a gateway at each event that an ordinary run does not have: the event is provoked, and the
 * next start recovers. The recovered gateway is the next to be killed.
 */
final class RareEventEnumeration {

    /** The file that makes the handler slow. */
    static final String SLOW = "slow";

    /** The file that makes the handler fail. */
    static final String FAILING = "failing";

    /** A drain that leaves enough time for a second signal. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    /** A handler that echoes, unless a file beside it makes it slow or fail. */
    private static final String HANDLER =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              while [ -e slow ]; do sleep 0.1; done
              if [ -e failing ]; then
                printf '{"id":"%s","error":"told to fail"}\\n' "$id"
              else
                printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
              fi
            done
            """;

    private RareEventEnumeration() {}

    /** Returns the types that are provoked here. */
    public static Set<EventType> expected() {
        Set<EventType> met = EnumSet.of(EventType.TOKEN_WAITING, EventType.START_FAILED);
        Stream.of(RareEvent.values()).map(RareEvent::event).forEach(met::add);
        return met;
    }

    /** Kills one gateway at each of them; the test bed needs Weixin. */
    public static CrashReport on(CrashTestBed testBed) throws InterruptedException {
        long began = System.nanoTime();
        testBed.home().write(config(testBed));
        List<EventType> points = new ArrayList<>();
        for (RareEvent event : RareEvent.values()) {
            points.add(injectAt(testBed, event));
        }
        points.add(waitForToken(testBed));
        points.add(failToStart(testBed));
        return new CrashReport(
                "rare moments",
                CrashAction.KILL,
                points,
                expected(),
                testBed.finish(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Returns the config with the handler of this class, which is written into the home. */
    static HomeConfig config(CrashTestBed testBed) {
        write(testBed.home().path().resolve("handler.sh"), HANDLER);
        return testBed.config(DRAIN)
                .withHandler(
                        "{type: process, command: [sh, handler.sh], attempts: 2, env: [GATEWAY_SIM_RUN]}");
    }

    /** Closes the accounts to senders without an approval, while the gateway runs. */
    static void close(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
            throws InterruptedException {
        String open = config(testBed).yaml();
        testBed.home().writeConfig(open.replace("dm_policy: open", "dm_policy: pairing"));
        run.kill(Signal.HUP);
        await("closed accounts", () -> injection.reached(EventType.RELOADED));
    }

    /** Makes the handler slow or fail from now on, as the name says. */
    static void handlerIs(CrashTestBed testBed, String mode) {
        write(testBed.home().path().resolve(mode), "");
    }

    /** Waits for a condition. */
    static void await(String what, BooleanSupplier reached) throws InterruptedException {
        Await.until(
                reached,
                CrashTestBed.LIMIT,
                () -> "no sign of " + what + " in " + CrashTestBed.LIMIT);
    }

    private static EventType injectAt(CrashTestBed testBed, RareEvent event)
            throws InterruptedException {
        CrashInjection injection = testBed.inject(CrashPlan.watch());
        RunningProcess run = serving(testBed, injection);
        injection.change(killAt(event.event()));
        event.provoke(testBed, injection, run);
        EventType injected = injected(testBed, injection, run);
        handlerAnswers(testBed);
        event.cleanUp(testBed);
        return injected;
    }

    /** Kills a start while other processes hold its tokens. */
    private static EventType waitForToken(CrashTestBed testBed) throws InterruptedException {
        CrashInjection injection = testBed.inject(killAt(EventType.TOKEN_WAITING));
        List<KernelLock> others = new ArrayList<>();
        try {
            for (Path file : tokenLocks(testBed)) {
                KernelLock.tryAcquire(file).ifPresent(others::add);
            }
            return injected(testBed, injection, injection.on(testBed.gateway()).start("run"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            others.forEach(KernelLock::close);
        }
    }

    /** Kills a start while another gateway holds the home; that one goes on. */
    private static EventType failToStart(CrashTestBed testBed) throws InterruptedException {
        RunningProcess first = serving(testBed, testBed.inject(CrashPlan.watch()));
        CrashInjection injection = testBed.inject(killAt(EventType.START_FAILED));
        RunningProcess second = injection.on(testBed.gateway()).start("run", "--on-conflict=fail");
        EventType injected = injected(testBed, injection, second);
        if (testBed.home().lockHolder().orElse(0) != first.pid()) {
            throw new ExpectationFailedException(first.pid() + " does not hold the home any more");
        }
        return injected;
    }

    /** Starts a gateway that has recovered from the previous round and answered all messages. */
    private static RunningProcess serving(CrashTestBed testBed, CrashInjection injection)
            throws InterruptedException {
        testBed.reusePid();
        RunningProcess run = injection.on(testBed.gateway()).start("run");
        testBed.home().awaitState("running", CrashTestBed.LIMIT);
        if (testBed.home().state().map(one -> one.at("/messages/failed").asLong()).orElse(0L) > 0) {
            testBed.gateway()
                    .run(CrashTestBed.LIMIT, "messages", "retry", "--parked")
                    .expectExit(0);
        }
        testBed.chat().sendNext();
        testBed.awaitAnswers();
        return run;
    }

    private static EventType injected(
            CrashTestBed testBed, CrashInjection injection, RunningProcess run)
            throws InterruptedException {
        await("the end of " + run.pid(), () -> !run.isAlive());
        testBed.awaitEnd(run);
        return injection
                .injectedStep()
                .map(CrashTraceEntry::type)
                .orElseThrow(
                        () -> new ExpectationFailedException("never met: " + injection.steps()));
    }

    private static CrashPlan killAt(EventType type) {
        return CrashPlan.killAt(1).from(type);
    }

    private static List<Path> tokenLocks(CrashTestBed testBed) throws IOException {
        try (Stream<Path> files = Files.list(testBed.home().tokenLocks())) {
            return files.filter(file -> file.toString().endsWith(".lock")).toList();
        }
    }

    /** Makes the handler answer from now on. */
    static void handlerAnswers(CrashTestBed testBed) {
        try {
            for (String mode : List.of(SLOW, FAILING)) {
                Files.deleteIfExists(testBed.home().path().resolve(mode));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
