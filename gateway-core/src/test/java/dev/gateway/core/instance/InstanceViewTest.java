package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InstanceViewTest {

    private final FakeProcessProbe probe = new FakeProcessProbe();
    @TempDir Path folder;
    private GatewayHome home;
    private PidFile pidFile;
    private FakeLockTable table;

    @BeforeEach
    void makeTheHome() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        Files.createFile(home.lock());
        pidFile = new PidFile(home);
        table = new FakeLockTable();
    }

    @Test
    void anEmptyHomeHasNobody() {
        InstanceView view = view();
        assertThat(view.lock().isHeld()).isFalse();
        assertThat(view.pidFile()).isEqualTo(new PidFileStatus.Absent());
        assertThat(view.holder()).isEmpty();
        assertThat(view.namedPid()).isEmpty();
        assertThat(view.isContradictory()).isFalse();
        assertThat(view.waiters()).isEmpty();
    }

    @Test
    void aMissingHomeHasNobodyAndIsNotMade() {
        var nowhere = new GatewayHome(folder.resolve("nowhere"));
        InstanceView view = InstanceView.of(nowhere, probe, table.holders());
        assertThat(view.lock().isHeld()).isFalse();
        assertThat(view.pidFile()).isEqualTo(new PidFileStatus.Absent());
        assertThat(nowhere.folder()).doesNotExist();
    }

    @Test
    void theHolderOfTheLockIsTheInstance() throws Exception {
        running(4711, 100);
        pidFile.publish(PidRecordFixtures.ours(4711, 100));
        assertThat(view().holder()).contains(ProcessIdentity.of(probe, 4711));
        assertThat(view().namedPid()).contains(4711L);
        assertThat(view().isContradictory()).isFalse();
    }

    @Test
    void withoutPidFileTheHolderIsKnownAllTheSame() {
        running(4711, 100);
        assertThat(view().holder()).contains(ProcessIdentity.of(probe, 4711));
        assertThat(view().pidFile()).isEqualTo(new PidFileStatus.Absent());
        assertThat(view().isContradictory()).isFalse();
    }

    @Test
    void ifThePidFileNamesAnotherLiveGatewayTheLockCountsAndThatIsReported() throws Exception {
        running(15130, 200);
        probe.with(14822, 100, "gateway");
        pidFile.publish(PidRecordFixtures.ours(14822, 100));
        assertThat(view().holder()).contains(ProcessIdentity.of(probe, 15130));
        assertThat(view().namedPid()).contains(15130L);
        assertThat(view().isContradictory()).isTrue();
    }

    @Test
    void aStalePidFileIsNoDisagreement() throws Exception {
        running(15130, 200);
        pidFile.publish(PidRecordFixtures.ours(14822, 100));
        assertThat(view().isContradictory()).isFalse();
    }

    @Test
    void theNumberInAnotherNamespaceIsNoDisagreement() throws Exception {
        running(30033, 200);
        pidFile.publish(
                PidRecordFixtures.of(
                        new ProcessIdentity(
                                7,
                                OptionalLong.of(200),
                                Optional.of("this-boot"),
                                Optional.of("pid:[9]")),
                        PidRecord.GATEWAY));
        assertThat(view().pidFile()).isInstanceOf(PidFileStatus.Live.class);
        assertThat(view().isContradictory()).isFalse();
        assertThat(view().namedPid()).contains(30033L);
    }

    @Test
    void aFreeLockHasNoHolderWhateverThePidFileSays() throws Exception {
        probe.with(4711, 100, "gateway");
        pidFile.publish(PidRecordFixtures.ours(4711, 100));
        assertThat(view().holder()).isEmpty();
        assertThat(view().pidFile()).isInstanceOf(PidFileStatus.Live.class);
    }

    @Test
    void whereTheKernelIsSilentAPidFileIsBelievedOnlyIfItIsLiveAndFromHere() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(home.lock())) {
            assertThat(holder.isAlive()).isTrue();
            assertThat(blind().holder()).isEmpty();

            pidFile.publish(PidRecordFixtures.ours(4711, 100));
            assertThat(blind().holder()).isEmpty();
            assertThat(blind().namedPid()).isEmpty();

            probe.with(4711, ProcessState.STOPPED, 100, "gateway");
            assertThat(blind().holder()).contains(ProcessIdentity.of(probe, 4711));
            assertThat(blind().namedPid()).contains(4711L);

            probe.inNamespace("pid:[2]");
            assertThat(blind().holder()).isEmpty();
            assertThat(blind().foreign()).isTrue();
            assertThat(blind().namedPid())
                    .as("a number that belongs to another process here")
                    .isEmpty();
        }
    }

    @Test
    void aHolderThatEndsWhileItIsLookedAtIsNobody() {
        running(4711, 100);
        var endsMeanwhile = new LockReleasingProbe(probe, table);
        InstanceView view = InstanceView.of(home, endsMeanwhile, table.holders());
        assertThat(view.holder()).isEmpty();
        assertThat(view.lock().isHeld()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRealHolderAndARealWaiterAreSeen() throws Exception {
        ProcessProbe real = ProcessProbe.system();
        try (ChildProcess holder = LockHolderProcess.of(home.lock());
                ChildProcess waiter = ChildProcess.java(LockHolderProcess.class)) {
            waiter.writeLine("take 60000 " + home.lock());
            InstanceView view;
            do {
                view = InstanceView.of(home, real, LockHolders.system());
            } while (view.waiters().isEmpty());
            assertThat(view.waiters()).containsExactly(waiter.pid());
            assertThat(view.holder()).contains(ProcessIdentity.of(real, holder.pid()));
        }
    }

    private void running(long pid, long ticks) {
        probe.with(pid, ticks, "gateway");
        table.heldBy(pid, home.lock());
    }

    private InstanceView view() {
        return InstanceView.of(home, probe, table.holders());
    }

    private InstanceView blind() {
        return InstanceView.of(home, probe, FakeLockTable.none());
    }
}
