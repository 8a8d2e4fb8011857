package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.child.SharedLockProcess;
import dev.gateway.core.file.FileIdentity;
import dev.gateway.core.process.Descriptors.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LockHoldersTest {

    @TempDir Path folder;
    private Path file;
    private List<String> table = List.of();
    private final Map<Long, Evidence> evidence = new HashMap<>();

    @BeforeEach
    void makeTheFile() throws Exception {
        file = Files.createFile(folder.resolve("some.lock"));
    }

    @Test
    void findsHolderAndWaitersOfOneFileAmongOthers() throws Exception {
        recorded(
                """
                1: POSIX  ADVISORY  WRITE 411 00:2f:1182 0 EOF
                2: FLOCK  ADVISORY  WRITE 300 DEVICE:INODE 0 EOF
                3: OFDLCK ADVISORY  WRITE -1 DEVICE:INODE 0 EOF
                4: LEASE  ACTIVE    READ 12 DEVICE:INODE 0 EOF
                5: POSIX  ADVISORY  WRITE 21129 DEVICE:INODE 0 EOF
                5: -> POSIX  ADVISORY  WRITE 21200 DEVICE:INODE 0 EOF
                5: -> POSIX  ADVISORY  WRITE 21201 DEVICE:INODE 0 EOF
                5: -> POSIX  ADVISORY  WRITE 21201 DEVICE:INODE 0 EOF
                6: POSIX  ADVISORY  WRITE 77 DEVICE:1INODE 0 EOF
                """);
        has(21129, Evidence.EXCLUSIVE);
        has(21200, Evidence.OPEN);
        has(21201, Evidence.UNREADABLE);
        var found = holders().of(file);
        assertThat(found.holder()).hasValue(21129);
        assertThat(found.other()).isEmpty();
        assertThat(found.waiters()).containsExactly(21200L, 21201L);
    }

    @Test
    void aLookFromOutsideIsNeitherHolderNorAnotherLock() throws Exception {
        recorded(
                """
                1: POSIX  ADVISORY  READ 21129 DEVICE:INODE 1099511627776 1099511627776
                2: POSIX  ADVISORY  WRITE 21129 DEVICE:INODE 2199023255552 2199023255552
                """);
        has(21129, Evidence.EXCLUSIVE);
        assertThat(holders().of(file).any()).isEmpty();
    }

    @Test
    void aSharedLockAndOneOnAPartAreNoGateways() throws Exception {
        recorded("1: POSIX  ADVISORY  READ 21129 DEVICE:INODE 0 EOF\n");
        has(21129, Evidence.OTHER_LOCK);
        assertThat(holders().of(file).holder()).isEmpty();
        assertThat(holders().of(file).other()).hasValue(21129);
        recorded("1: POSIX  ADVISORY  WRITE 21129 DEVICE:INODE 0 9\n");
        assertThat(holders().of(file).holder()).isEmpty();
        assertThat(holders().of(file).other()).hasValue(21129);
    }

    /** Identically created volumes number their files alike; btrfs prints devices of its own. */
    @Test
    void aRowOnlyProposesAndTheDescriptorDecides() throws Exception {
        recorded(
                """
                1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF
                2: POSIX  ADVISORY  WRITE 21130 00:98:INODE 0 EOF
                """);
        assertThat(holders().of(file).holder()).as("neither has the file").isEmpty();
        has(21129, Evidence.OPEN);
        assertThat(holders().of(file).holder()).as("open is not locked").isEmpty();
        has(21130, Evidence.EXCLUSIVE);
        assertThat(holders().of(file).holder()).hasValue(21130);
    }

    @Test
    void aRowOfTheWrongDeviceIsNotBelievedEvenIfItIsTheOnlyOne() throws Exception {
        recorded("1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF\n");
        assertThat(holders().of(file).holder()).isEmpty();
        has(21129, Evidence.UNREADABLE);
        assertThat(holders().of(file).holder()).as("cannot be looked at").isEmpty();
    }

    @Test
    void aRowOfTheRightDeviceIsNotBelievedEither() throws Exception {
        recorded("1: POSIX  ADVISORY  WRITE 21129 DEVICE:INODE 0 EOF\n");
        assertThat(holders().of(file).holder()).isEmpty();
    }

    @Test
    void anUnreadableProcessMayHoldItUnlessTheTableNamesOthers() throws Exception {
        recorded("1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF\n");
        has(21129, Evidence.UNREADABLE);
        has(21130, Evidence.UNREADABLE);
        has(21131, Evidence.OPEN);
        assertThat(holders().mayBeHeldBy(21129, file)).isTrue();
        assertThat(holders().mayBeHeldBy(21130, file)).as("the table names another").isFalse();
        assertThat(holders().mayBeHeldBy(21131, file)).as("it shows that it has no lock").isFalse();
        assertThat(holders().mayBeHeldBy(21132, file)).as("it has not opened it").isFalse();
        recorded("");
        assertThat(holders().mayBeHeldBy(21130, file)).as("hidden").isTrue();
    }

    @Test
    void aSnapshotReadsTheTableOnce() throws Exception {
        var reads = new AtomicInteger();
        LockHolders once =
                LockHolders.of(
                                () -> {
                                    reads.incrementAndGet();
                                    return List.of();
                                },
                                (pid, id) -> Evidence.ABSENT,
                                KernelLock::probe)
                        .snapshot();
        for (int i = 0; i < 1000; i++) {
            once.of(file);
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void linesThatMakeNoSenseAreSkipped() throws Exception {
        recorded(
                """

                1:
                1: POSIX
                1: -> POSIX ADVISORY WRITE
                1: POSIX ADVISORY WRITE pid DEVICE:INODE 0 EOF
                1: POSIX ADVISORY WRITE 1 nothing 0 EOF
                1: POSIX ADVISORY WRITE 1 <none>:0 0 EOF
                2: POSIX ADVISORY WRITE 5 DEVICE:INODE 0 EOF
                """);
        has(5, Evidence.EXCLUSIVE);
        assertThat(holders().of(file).holder()).hasValue(5);
    }

    @Test
    void withoutATableOrAFileNothingIsKnown() throws Exception {
        assertThat(FakeLockTable.none().of(file).holder()).isEmpty();
        recorded("");
        assertThat(holders().of(folder.resolve("no.lock")).holder()).isEmpty();
    }

    @Test
    void theDescriptorOfAProcessTellsWhichLockItHas() throws Exception {
        Path free = Files.createFile(folder.resolve("free.lock"));
        var descriptors = new LinuxDescriptors(Path.of("/proc"));
        try (ChildProcess holder = LockHolderProcess.of(file);
                ChildProcess other = SharedLockProcess.on(free)) {
            for (Descriptors each : List.of(descriptors, descriptors.snapshot())) {
                assertThat(each.of(holder.pid(), FileIdentity.of(file)))
                        .isEqualTo(Evidence.EXCLUSIVE);
                assertThat(each.of(holder.pid(), FileIdentity.of(free))).isEqualTo(Evidence.ABSENT);
                assertThat(each.of(other.pid(), FileIdentity.of(free)))
                        .isEqualTo(Evidence.OTHER_LOCK);
            }
            holder.kill();
            await().untilAsserted(
                            () ->
                                    assertThat(descriptors.of(holder.pid(), FileIdentity.of(file)))
                                            .isEqualTo(Evidence.ABSENT));
        }
    }

    @Test
    void theKernelNamesHolderAndWaiters() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file);
                ChildProcess waiter = ChildProcess.java(LockHolderProcess.class)) {
            waiter.writeLine("take 60000 " + file);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !LockHolders.system().of(file).waiters().isEmpty());
            assertThat(LockHolders.system().of(file).holder()).hasValue(holder.pid());
            assertThat(LockHolders.system().of(file).waiters()).containsExactly(waiter.pid());
            holder.kill();
            assertThat(waiter.readLine()).isEqualTo("has " + file);
            assertThat(LockHolders.system().of(file).holder()).hasValue(waiter.pid());
            assertThat(LockHolders.system().of(file).waiters()).isEmpty();
        }
    }

    @Test
    void theKernelNamesThisProcessToo() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
            assertThat(LockHolders.system().of(lock.file()).holder())
                    .hasValue(ProcessHandle.current().pid());
        }
        assertThat(LockHolders.system().of(file).holder()).isEmpty();
    }

    private void recorded(String text) throws Exception {
        FileIdentity identity = FileIdentity.of(file);
        table =
                text.replace("DEVICE", identity.deviceText())
                        .replace("INODE", Long.toString(identity.inode()))
                        .lines()
                        .toList();
    }

    private void has(long pid, Evidence what) {
        evidence.put(pid, what);
    }

    private LockHolders holders() {
        return LockHolders.of(
                () -> table,
                (pid, id) -> evidence.getOrDefault(pid, Evidence.ABSENT),
                KernelLock::probe);
    }
}
