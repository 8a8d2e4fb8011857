package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.instance.PidRecordFixtures;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.FakeProcessSignals;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@EnabledOnOs(OS.LINUX)
class InstanceReplacerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ProcessProbe probe = ProcessProbe.system();
    private final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    @TempDir Path folder;
    private GatewayHome home;

    @BeforeEach
    void makeTheHome() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
    }

    @Test
    void aFreeHomeIsTakenWithoutASignal() throws Exception {
        var signals = new FakeProcessSignals();
        AcquiredHome acquiredHome = takeover(signals).replace(LONG, notices::add);
        assertThat(acquiredHome.lock().isIntact()).isTrue();
        assertThat(signals.sent()).isEmpty();
        assertThat(notices).isEmpty();
        // Until the publication no other process may try.
        assertThat(KernelLock.isHeld(home.takeoverLock())).isTrue();
        acquiredHome.releaseTakeoverLock();
        assertThat(KernelLock.isHeld(home.takeoverLock())).isFalse();
        acquiredHome.lock().release();
    }

    @Test
    void theOldInstanceIsAskedAndItsHomeTakenWhenItHasEnded() throws Exception {
        try (ChildProcess old = LockHolderProcess.of(home.lock())) {
            publish(old, anHourAgo());
            AcquiredHome acquiredHome =
                    takeover(ProcessSignals.system(probe)).replace(LONG, notices::add);
            assertThat(old.awaitEnd()).isEqualTo(128 + 15);
            assertThat(acquiredHome.lock().isIntact()).isTrue();
            acquiredHome.releaseTakeoverLock();
            acquiredHome.lock().release();
            assertThat(notices)
                    .containsExactly(
                            "Replacing gateway (PID %d) in %s.".formatted(old.pid(), home));
            assertThat(events).hasSize(1);
            assertThat(events.get(0).type()).isEqualTo(EventType.TAKEOVER_STARTED);
            assertThat(events.get(0).fields()).containsEntry("old_pid", old.pid());
        }
    }

    @Test
    void anOldInstanceThatDoesNotListenIsKilledPastItsBudget() throws Exception {
        var real = ProcessSignals.system(probe);
        var signals = new FakeProcessSignals().onKill(real::kill);
        try (ChildProcess old = LockHolderProcess.of(home.lock())) {
            publish(old, anHourAgo());
            AcquiredHome acquiredHome =
                    takeover(signals).replace(Duration.ofMillis(100), notices::add);
            acquiredHome.releaseTakeoverLock();
            acquiredHome.lock().release();
            assertThat(signals.sent()).containsExactly("TERM " + old.pid(), "KILL " + old.pid());
            assertThat(notices).last().asString().contains("did not stop within 100ms");
        }
    }

    @Test
    void theSignalGoesToTheHolderOfTheLockEvenIfThePidFileNamesAnother() throws Exception {
        var real = ProcessSignals.system(probe);
        var signals = new FakeProcessSignals().onTerminate(real::terminate);
        try (ChildProcess old = LockHolderProcess.of(home.lock());
                ChildProcess bystander = ChildProcess.java(LockHolderProcess.class)) {
            publish(bystander, anHourAgo().minusSeconds(3600));
            var machine =
                    whereThisOneIsYoungerThan(old)
                            .withAge(bystander.pid(), Duration.ofHours(9), "gateway");
            AcquiredHome acquiredHome = takeover(machine, signals).replace(LONG, notices::add);
            acquiredHome.releaseTakeoverLock();
            acquiredHome.lock().release();
            assertThat(signals.sent()).containsExactly("TERM " + old.pid());
            assertThat(notices).first().asString().contains("the lock counts");
            assertThat(bystander.isAlive()).isTrue();
        }
    }

    @Test
    void whoeverTookTheHomeAfterThisProcessBeganHasWon() throws Exception {
        var signals = new FakeProcessSignals();
        try (ChildProcess winner = LockHolderProcess.of(home.lock())) {
            publish(winner, Instant.now());
            assertLostTo(winner, signals);
            assertThat(KernelLock.isHeld(home.takeoverLock())).isFalse();
        }
    }

    @Test
    void withoutPidFileTheAgeOfTheHolderDecides() throws Exception {
        try (ChildProcess winner = LockHolderProcess.of(home.lock())) {
            assertLostTo(winner, new FakeProcessSignals());
        }
    }

    @Test
    void aClockThatWasSetBackDoesNotMakeTheOldInstanceAWinner() throws Exception {
        try (ChildProcess old = LockHolderProcess.of(home.lock())) {
            publish(old, Instant.now().plusSeconds(3600));
            var machine = whereThisOneIsYoungerThan(old);
            var signals =
                    new FakeProcessSignals().onTerminate(ProcessSignals.system(probe)::terminate);
            AcquiredHome acquiredHome = takeover(machine, signals).replace(LONG, notices::add);
            acquiredHome.releaseTakeoverLock();
            acquiredHome.lock().release();
            assertThat(signals.sent()).containsExactly("TERM " + old.pid());
        }
    }

    @Test
    void aHolderOfAnotherUserIsReportedAtOnce() throws Exception {
        var signals = new FakeProcessSignals().onTerminate(process -> false);
        try (ChildProcess old = LockHolderProcess.of(home.lock())) {
            publish(old, anHourAgo());
            assertThatThrownBy(() -> takeover(signals).replace(LONG, notices::add))
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageContaining("No permission")
                    .hasMessageContaining("PID " + old.pid());
            assertThat(KernelLock.isHeld(home.takeoverLock())).isFalse();
        }
    }

    @Test
    void whileAnotherReplacerIsAtItThereIsNoTurn() throws Exception {
        var signals = new FakeProcessSignals();
        try (ChildProcess replacer = LockHolderProcess.of(home.takeoverLock())) {
            assertThatThrownBy(() -> takeover(signals).replace(LONG, notices::add))
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageStartingWith(
                            "PID file race lost to another gateway instance (PID %d)."
                                    .formatted(replacer.pid()));
            assertThat(signals.sent()).isEmpty();
        }
    }

    @Test
    void aThirdOneThatGetsTheHomeFirstHasWonAndNobodyWaitsAnyLonger() throws Exception {
        try (ChildProcess old = LockHolderProcess.of(home.lock());
                ChildProcess third = ChildProcess.java(LockHolderProcess.class)) {
            publish(old, anHourAgo());
            third.writeLine("take 60000 " + home.lock());
            await().atMost(LONG)
                    .until(() -> !LockHolders.system().of(home.lock()).waiters().isEmpty());
            var signals =
                    new FakeProcessSignals().onTerminate(ProcessSignals.system(probe)::terminate);
            long began = System.nanoTime();
            assertThatThrownBy(() -> takeover(signals).replace(LONG, notices::add))
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageStartingWith(
                            "PID file race lost to another gateway instance (PID %d)."
                                    .formatted(third.pid()));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(third.isAlive()).isTrue();
        }
    }

    @Test
    void aReplacerCanBeInterrupted() throws Exception {
        try (ChildProcess old = LockHolderProcess.of(home.lock())) {
            publish(old, anHourAgo());
            var signals =
                    new FakeProcessSignals()
                            .onTerminate(
                                    process -> {
                                        Thread.currentThread().interrupt();
                                        return true;
                                    });
            assertThatThrownBy(() -> takeover(signals).replace(LONG, notices::add))
                    .isInstanceOf(InterruptedException.class);
            assertThat(KernelLock.isHeld(home.takeoverLock())).isFalse();
            assertThat(old.isAlive()).isTrue();
        }
    }

    @RepeatedTest(2)
    void ofSeveralReplacersInOneRaceExactlyOneWins() throws Exception {
        List<ChildProcess> racers = new ArrayList<>();
        try (ChildProcess old = ChildProcess.java(HomeReplacementProcess.class, home.toString())) {
            assertThat(old.readLine()).isEqualTo("ready");
            old.writeLine("go");
            assertThat(old.readLine()).isEqualTo("won");
            for (int i = 0; i < 3; i++) {
                racers.add(ChildProcess.java(HomeReplacementProcess.class, home.toString()));
            }
            for (ChildProcess racer : racers) {
                assertThat(racer.readLine()).isEqualTo("ready");
            }
            racers.forEach(racer -> racer.writeLine("go"));
            List<ChildProcess> winners = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (ChildProcess racer : racers) {
                String said = racer.readLine();
                if (said.equals("won")) {
                    winners.add(racer);
                } else {
                    words.add(said);
                    assertThat(racer.awaitEnd()).isEqualTo(75);
                }
            }
            assertThat(winners).hasSize(1);
            ChildProcess winner = winners.get(0);
            assertThat(words)
                    .hasSize(2)
                    .allSatisfy(
                            said ->
                                    assertThat(said)
                                            .startsWith(
                                                    "lost: PID file race lost to another gateway"
                                                            + " instance (PID %d)."
                                                                    .formatted(winner.pid())));
            assertThat(old.awaitEnd()).isEqualTo(128 + 15);
            assertThat(winner.isAlive()).isTrue();
            assertThat(LockHolders.system().of(home.lock()).holder()).hasValue(winner.pid());
        } finally {
            racers.forEach(ChildProcess::close);
        }
    }

    private void assertLostTo(ChildProcess winner, FakeProcessSignals signals) {
        assertThatThrownBy(() -> takeover(signals).replace(LONG, notices::add))
                .isInstanceOf(HomeHeldException.class)
                .hasMessageStartingWith(
                        "PID file race lost to another gateway instance (PID %d)."
                                .formatted(winner.pid()));
        assertThat(signals.sent()).isEmpty();
        assertThat(winner.isAlive()).isTrue();
    }

    private void publish(ChildProcess process, Instant when) throws Exception {
        PidRecord like =
                PidRecordFixtures.of(ProcessIdentity.of(probe, process.pid()), PidRecord.GATEWAY);
        new PidFile(home)
                .publish(
                        new PidRecord(
                                like.process(),
                                like.kind(),
                                like.argv(),
                                like.home(),
                                like.version(),
                                Optional.of(when),
                                like.supervisor()));
    }

    /** Returns a machine without /proc, on which the test began a minute ago. */
    private static FakeProcessProbe whereThisOneIsYoungerThan(ChildProcess old) {
        return new FakeProcessProbe()
                .withBootId(null)
                .inNamespace(null)
                .withAge(ProcessHandle.current().pid(), Duration.ofMinutes(1))
                .withAge(old.pid(), Duration.ofHours(1), "gateway");
    }

    private static Instant anHourAgo() {
        return Instant.now().minusSeconds(3600);
    }

    private InstanceReplacer takeover(ProcessSignals signals) {
        return takeover(probe, signals);
    }

    private InstanceReplacer takeover(ProcessProbe machine, ProcessSignals signals) {
        var stream = new EventStream(Clock.systemUTC(), ProcessHandle.current().pid());
        stream.add(events::add);
        return new InstanceReplacer(
                home, machine, LockHolders.system(), signals, Clock.systemUTC(), stream, true);
    }
}
