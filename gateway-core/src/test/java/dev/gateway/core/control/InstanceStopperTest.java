package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.child.SessionProcess;
import dev.gateway.core.control.InstanceStopper.Outcome;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecordFixtures;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.FakeProcessSignals;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.process.ProcessState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InstanceStopperTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeProcessProbe probe = new FakeProcessProbe();
    private final FakeProcessSignals signals = new FakeProcessSignals();
    private final Told told = new Told();
    @TempDir Path folder;
    private GatewayHome home;
    private FakeLockTable table;

    /** The messages for the operator. */
    private static final class Told implements InstanceStopper.Progress {
        private final List<Long> asked = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final AtomicInteger waits = new AtomicInteger();
        private Runnable onWait = () -> {};

        @Override
        public void onSignalSent(long pid) {
            asked.add(pid);
        }

        @Override
        public void onWait(Duration elapsed) {
            waits.incrementAndGet();
            onWait.run();
        }

        @Override
        public void onMessage(String text) {
            notices.add(text);
        }
    }

    @BeforeEach
    void makeTheHome() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        Files.createFile(home.lock());
        table = new FakeLockTable();
    }

    @Test
    void nobodyIsSignalledIfNobodyHoldsTheHome() throws Exception {
        probe.with(4711, 100, "gateway");
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        assertThat(stop(LONG, false)).isInstanceOf(Outcome.NotRunning.class);
        assertThat(signals.sent()).isEmpty();
    }

    @Test
    void theHolderIsAskedOnceAndWaitedFor() throws Exception {
        running(4711, 100);
        told.onWait =
                () -> {
                    if (told.waits.get() == 3) {
                        end(4711);
                    }
                };
        assertThat(stop(LONG, false))
                .isInstanceOfSatisfying(
                        Outcome.Stopped.class,
                        stopped -> assertThat(stopped.pid()).isEqualTo(4711));
        assertThat(signals.sent()).containsExactly("TERM 4711");
        assertThat(told.asked).containsExactly(4711L);
        assertThat(told.waits).hasValue(3);
        assertThat(told.notices).isEmpty();
    }

    @Test
    void aZombieHasEnded() throws Exception {
        running(4711, 100);
        signals.onTerminate(
                process -> {
                    probe.with(4711, ProcessState.ZOMBIE, 100);
                    return true;
                });
        assertThat(stop(LONG, false)).isInstanceOf(Outcome.Stopped.class);
    }

    /** The kernel frees the locks of a process only when its last thread is gone. */
    @Test
    void theHomeIsFreeOnceItHasStopped() throws Exception {
        running(4711, 100);
        signals.onTerminate(
                process -> {
                    probe.with(4711, ProcessState.ZOMBIE, 100);
                    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
                            .execute(table::free);
                    return true;
                });
        assertThat(instance(LONG).stop(() -> LONG, false, told))
                .isInstanceOf(Outcome.Stopped.class);
        assertThat(InstanceView.of(home, probe, table.holders()).lock().isHeld()).isFalse();
    }

    @Test
    void anotherProcessWithItsNumberIsNotWaitedForAndNeverKilled() throws Exception {
        running(4711, 100);
        signals.onTerminate(
                process -> {
                    probe.with(4711, 999, "vim");
                    table.free();
                    return true;
                });
        assertThat(stop(SHORT, false)).isInstanceOf(Outcome.Stopped.class);
        assertThat(signals.sent()).containsExactly("TERM 4711");
    }

    @Test
    void theSignalGoesToTheHolderOfTheLockEvenIfThePidFileNamesAnother() throws Exception {
        running(15130, 200);
        probe.with(14822, 100, "gateway");
        new PidFile(home).publish(PidRecordFixtures.ours(14822, 100));
        told.onWait = () -> end(15130);
        assertThat(stop(LONG, false)).isInstanceOf(Outcome.Stopped.class);
        assertThat(signals.sent()).containsExactly("TERM 15130");
        assertThat(told.notices).hasSize(1);
        assertThat(told.notices.get(0)).contains("15130").contains("the lock counts");
    }

    @Test
    void whoeverIsInAHurryAsksTwice() throws Exception {
        running(4711, 100);
        told.onWait =
                () -> {
                    if (signals.sent().size() == 2) {
                        end(4711);
                    }
                };
        assertThat(stop(LONG, true)).isInstanceOf(Outcome.Stopped.class);
        assertThat(signals.sent()).containsExactly("TERM 4711", "TERM 4711");
    }

    @Test
    void pastTheLimitItIsKilled() throws Exception {
        running(4711, 100);
        signals.onKill(
                process -> {
                    end(4711);
                    return true;
                });
        assertThat(stop(SHORT, false))
                .isInstanceOfSatisfying(
                        Outcome.Killed.class,
                        killed -> assertThat(killed.took()).isGreaterThan(SHORT));
        assertThat(signals.sent()).containsExactly("TERM 4711", "KILL 4711");
        assertThat(told.notices).containsExactly("Its whole budget has passed; killing PID 4711.");
    }

    @Test
    void theLimitMayGrowWhileTheInstanceStops() throws Exception {
        running(4711, 100);
        told.onWait =
                () -> {
                    if (told.waits.get() == 250) {
                        end(4711);
                    }
                };
        Outcome outcome =
                instance(LONG)
                        .stop(
                                () -> told.waits.get() > 2 ? LONG : Duration.ofSeconds(2),
                                false,
                                told);
        assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
        assertThat(signals.sent()).containsExactly("TERM 4711");
    }

    @Test
    void whoeverNoLongerHoldsTheHomeIsNotKilled() throws Exception {
        running(4711, 100);
        signals.onTerminate(
                process -> {
                    probe.with(4712, 300, "gateway");
                    table.heldBy(4712, home.lock());
                    return true;
                });
        assertThat(stop(SHORT, false))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why()).contains("PID 4711"));
        assertThat(signals.sent()).containsExactly("TERM 4711");
    }

    @Test
    void aProcessThatNotEvenSigkillEndsIsReported() throws Exception {
        running(4711, 100);
        assertThat(stop(SHORT, false))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.pid()).contains(4711L);
                            assertThat(failed.why()).contains("even after SIGKILL").contains("ps ");
                        });
    }

    @Test
    void aProcessOfAnotherUserIsReportedAtOnce() throws Exception {
        running(4711, 100);
        signals.onTerminate(process -> false);
        assertThat(stop(LONG, false))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why()).contains("No permission", "PID 4711"));
        assertThat(told.asked).isEmpty();
    }

    @Test
    void aProcessThatEndsBeforeTheSignalHasStopped() throws Exception {
        running(4711, 100);
        signals.onTerminate(
                process -> {
                    end(4711);
                    return false;
                });
        assertThat(stop(LONG, false)).isInstanceOf(Outcome.Stopped.class);
    }

    @Test
    void aHolderThatCannotBeSeenIsNotSignalled() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            assertThat(holder.isAlive()).isTrue();
            Outcome outcome =
                    new InstanceStopper(home, probe, FakeLockTable.none(), signals)
                            .stop(() -> LONG, false, told);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> {
                                assertThat(failed.pid()).isEqualTo(Optional.empty());
                                assertThat(failed.why())
                                        .startsWith(
                                                "Another gateway instance (unknown PID) is running"
                                                        + " in "
                                                        + home)
                                        .contains("stop it there");
                            });
            assertThat(signals.sent()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRealProcessIsStopped() throws Exception {
        ProcessProbe real = ProcessProbe.system();
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            Outcome outcome =
                    new InstanceStopper(
                                    home, real, LockHolders.system(), ProcessSignals.system(real))
                            .stop(() -> LONG, false, told);
            assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
            assertThat(holder.awaitEnd()).isEqualTo(128 + 15);
        }
    }

    /** Its holder may have died: then the old process is all that is left. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatFinishesItsMessagesIsWaitedFor() throws Exception {
        try (ChildProcess old = outgoing()) {
            told.onWait =
                    () -> {
                        if (told.waits.get() == 3) {
                            old.writeLine("close");
                        }
                    };
            assertThat(realInstance().stop(() -> LONG, false, told))
                    .isInstanceOfSatisfying(
                            Outcome.Stopped.class,
                            stopped -> assertThat(stopped.pid()).isEqualTo(old.pid()));
            assertThat(told.asked).containsExactly(old.pid());
            assertThat(old.isAlive()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatFinishesItsMessagesIsKilledPastTheLimitAndShortenedByAStopInAHurry()
            throws Exception {
        try (ChildProcess old = outgoing()) {
            assertThat(realInstance().stop(() -> SHORT, false, told))
                    .isInstanceOf(Outcome.Killed.class);
            assertThat(old.awaitEnd()).isEqualTo(128 + 9);
        }
        try (ChildProcess old = outgoing()) {
            assertThat(realInstance().stop(() -> LONG, true, told))
                    .isInstanceOf(Outcome.Stopped.class);
            assertThat(old.awaitEnd()).isEqualTo(128 + 15);
        }
    }

    private ChildProcess outgoing() throws Exception {
        ChildProcess child = SessionProcess.in(home.sessions());
        SessionProcess.idOf(child);
        child.writeLine("outgoing");
        assertThat(child.readLine()).isEqualTo("outgoing");
        return child;
    }

    private InstanceStopper realInstance() {
        ProcessProbe real = ProcessProbe.system();
        return new InstanceStopper(home, real, LockHolders.system(), ProcessSignals.system(real));
    }

    private void running(long pid, long ticks) {
        probe.with(pid, ticks, "gateway");
        table.heldBy(pid, home.lock());
    }

    private void end(long pid) {
        probe.without(pid);
        table.free();
    }

    private Outcome stop(Duration limit, boolean hurry) throws Exception {
        return instance(SHORT).stop(() -> limit, hurry, told);
    }

    private InstanceStopper instance(Duration afterKill) {
        return new InstanceStopper(home, probe, table.holders(), signals, afterKill);
    }
}
