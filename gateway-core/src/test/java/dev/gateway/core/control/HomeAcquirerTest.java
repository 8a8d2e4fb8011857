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
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HomeAcquirerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Milliseconds in fact; a machine under load may need longer. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    @TempDir Path folder;
    private GatewayHome home;
    private HomeAcquirer claim;

    @BeforeEach
    void makeTheHome() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        var stream = new EventStream(Clock.systemUTC(), ProcessHandle.current().pid());
        stream.add(events::add);
        claim = new HomeAcquirer(home, ProcessProbe.system(), LockHolders.system(), stream, true);
    }

    @Test
    void aFreeHomeIsTakenAtOnceByEitherWay() throws Exception {
        AcquiredHome first = claim.acquireNow();
        assertThat(KernelLock.isHeld(home.lock())).isTrue();
        first.releaseTakeoverLock();
        first.lock().release();

        AcquiredHome second = claim.acquireWhenFree(LONG, notices::add);
        assertThat(second.lock().isIntact()).isTrue();
        second.lock().release();
        assertThat(notices).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void aHeldHomeIsRefusedWithThePidAndTheNextStep() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            assertThatThrownBy(() -> claim.acquireNow())
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageStartingWith(
                            "Another gateway instance (PID %d) is running in %s."
                                    .formatted(holder.pid(), home))
                    .hasMessageContaining("gateway stop")
                    .hasMessageContaining("--replace");
        }
    }

    @Test
    void aLookFromOutsideCostsNobodyAStart() throws Exception {
        KernelLock.tryAcquire(home.lock()).orElseThrow().close();
        try (ChildProcess looker =
                ChildProcess.java(LockPollingProcess.class, home.lock().toString())) {
            assertThat(looker.readLine()).isEqualTo("looking");
            for (int i = 0; i < 200; i++) {
                claim.acquireNow().lock().release();
            }
            assertThat(looker.isAlive()).isTrue();
        }
    }

    @Test
    void aStandbyHasTheHomeWithinASecondAfterItsHolderWasKilled() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            var standby =
                    new FutureTask<>(
                            () -> {
                                AcquiredHome got = claim.acquireWhenFree(LONG, notices::add);
                                long at = System.nanoTime();
                                got.lock().release();
                                return at;
                            });
            new Thread(standby).start();
            awaitWaiter();
            holder.kill();
            long killed = System.nanoTime();
            assertThat(standby.get(60, TimeUnit.SECONDS) - killed).isLessThan(SOON.toNanos());
            assertThat(notices).hasSize(1);
            assertThat(notices.get(0)).contains("PID " + holder.pid()).contains("Standing by");
            assertThat(events).hasSize(1);
            assertThat(events.get(0).type()).isEqualTo(EventType.STANDBY);
            assertThat(events.get(0).fields()).containsEntry("holder_pid", holder.pid());
        }
    }

    @Test
    void aStandbyGivesUpInTimeAndSaysForHowLongItWaited() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            assertThatThrownBy(() -> claim.acquireWhenFree(Duration.ofMillis(100), notices::add))
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageContaining("PID " + holder.pid())
                    .hasMessageContaining("Waited 100ms");
        }
    }

    @Test
    void aSuccessorThatNobodyWantsAnyMoreGivesUp() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            var asked = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    claim.acquireAsSuccessor(
                                            () -> asked.incrementAndGet() < 3, notices::add))
                    .isInstanceOf(HomeHeldException.class)
                    .hasMessageContaining("PID " + holder.pid())
                    .hasMessageContaining("The restart that launched this one is gone");
            assertThat(asked).hasValue(3);
            assertThat(events).extracting(LifecycleEvent::type).containsExactly(EventType.STANDBY);
        }
    }

    @Test
    void aSuccessorThatIsWantedTakesOver() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            AcquiredHome got =
                    claim.acquireAsSuccessor(
                            () -> {
                                holder.kill();
                                return true;
                            },
                            notices::add);
            assertThat(got.lock().isIntact()).isTrue();
            got.lock().release();
        }
    }

    @Test
    void aStandbyCanBeInterrupted() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            var standby =
                    new FutureTask<>(
                            () -> {
                                assertThatThrownBy(() -> claim.acquireWhenFree(LONG, notices::add))
                                        .isInstanceOf(InterruptedException.class);
                                return true;
                            });
            var thread = new Thread(standby);
            thread.start();
            awaitWaiter();
            thread.interrupt();
            assertThat(standby.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(holder.isAlive()).isTrue();
        }
    }

    private void awaitWaiter() {
        await().atMost(LONG).until(() -> !LockHolders.system().of(home.lock()).waiters().isEmpty());
    }
}
