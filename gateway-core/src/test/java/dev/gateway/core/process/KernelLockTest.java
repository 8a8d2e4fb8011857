package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KernelLockTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Milliseconds in fact; a machine under load may need longer. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.lock");
    }

    @Test
    void theFileIsMadeForItsOwnerAloneAndStaysEmptyAndInPlace() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
            assertThat(lock.file()).isEqualTo(file);
            assertThat(file).isEmptyFile();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(file).exists();
    }

    @Test
    void anotherProcessCannotTakeIt() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow();
                ChildProcess other = ChildProcess.java(LockHolderProcess.class)) {
            other.writeLine("take 0 " + file);
            assertThat(other.readLine()).isEqualTo("misses " + file);
            other.writeLine("take 50 " + file);
            assertThat(other.readLine()).isEqualTo("misses " + file);
            assertThat(lock.isIntact()).isTrue();
        }
    }

    @Test
    void whatAnotherProcessHoldsIsNotFree() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            assertThat(KernelLock.tryAcquire(file)).isEmpty();
            assertThat(KernelLock.isHeld(file)).isTrue();
            holder.writeLine("drop " + file);
            assertThat(holder.readLine()).isEqualTo("dropped " + file);
            assertThat(KernelLock.isHeld(file)).isFalse();
            KernelLock.tryAcquire(file).orElseThrow().close();
        }
    }

    @Test
    void aWaiterHasItSoonAfterTheHolderWasKilled() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            FutureTask<Long> waiter = waitForIt();
            holder.kill();
            long killed = System.nanoTime();
            long woken = waiter.get(60, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(woken - killed)).isLessThan(SOON);
        }
    }

    @Test
    void aWaiterHasItSoonAfterItWasDropped() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            FutureTask<Long> waiter = waitForIt();
            long dropped = System.nanoTime();
            holder.writeLine("drop " + file);
            long woken = waiter.get(60, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(woken - dropped)).isLessThan(SOON);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aZombieHoldsNothing() throws Exception {
        try (ChildProcess parent = LockHolderProcess.belowParentThatNeverCollects(file)) {
            long holder = LockHolders.system().of(file).holder().orElseThrow();
            assertThat(KernelLock.isHeld(file)).isTrue();
            ProcessHandle.of(holder).orElseThrow().destroyForcibly();
            KernelLock.acquire(file, LONG).orElseThrow().close();
            await().atMost(LONG)
                    .until(() -> ProcessProbe.system().state(holder) == ProcessState.ZOMBIE);
            assertThat(parent.isAlive()).isTrue();
        }
    }

    @Test
    void aWaitEndsInTimeAndLeavesNothingBehind() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            long began = System.nanoTime();
            assertThat(KernelLock.acquire(file, Duration.ofMillis(200))).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
            await().atMost(LONG).until(() -> threads("lock-wait").isEmpty());
            holder.kill();
            KernelLock.acquire(file, LONG).orElseThrow().close();
        }
    }

    @Test
    void aWaitForAnotherProcessCanBeInterrupted() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread waiter = waiting(interrupted);
            await().atMost(LONG).until(() -> !threads("lock-wait").isEmpty());
            waiter.interrupt();
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(LONG).until(() -> threads("lock-wait").isEmpty());
            assertThat(holder.isAlive()).isTrue();
            holder.kill();
            KernelLock.acquire(file, LONG).orElseThrow().close();
        }
    }

    /** A gateway may wait for a thousand tokens, with a thread for each already. */
    @Test
    void aWaitForDaysNeedsNoThreadBesideItsOwn() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            var obtained =
                    new FutureTask<>(
                            () -> KernelLock.acquire(file, Duration.ofDays(365)).orElseThrow());
            new Thread(obtained).start();
            awaitWaiter();
            assertThat(threads("lock-wait")).isEmpty();
            holder.kill();
            obtained.get(60, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void aWaitForDaysCanBeInterrupted() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread waiter = waiting(interrupted, Duration.ofDays(365));
            awaitWaiter();
            waiter.interrupt();
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(LONG).until(() -> LockHolders.system().of(file).waiters().isEmpty());
            holder.kill();
            KernelLock.acquire(file, LONG).orElseThrow().close();
        }
    }

    @Test
    void aLockThatThisProcessWaitsForIsProbedWithoutAPause() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread waiter = waiting(interrupted, Duration.ofDays(365));
            awaitWaiter();
            long began = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                assertThat(KernelLock.probe(file)).isInstanceOf(KernelLockState.Exclusive.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
            waiter.interrupt();
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(holder.isAlive()).isTrue();
        }
    }

    private void awaitWaiter() {
        await().atMost(LONG).until(() -> !LockHolders.system().of(file).waiters().isEmpty());
    }

    @Test
    void aWaitForAnotherThreadCanBeInterrupted() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
            var interrupted = new CompletableFuture<Boolean>();
            Thread waiter = waiting(interrupted);
            await().atMost(LONG).until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
            waiter.interrupt();
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lock.isIntact()).isTrue();
        }
    }

    @Test
    void aThreadThatIsInterruptedAlreadyStaysSoWhenItOnlyTries() throws Exception {
        Thread.currentThread().interrupt();
        Optional<KernelLock> lock = KernelLock.tryAcquire(file);
        assertThat(Thread.interrupted()).isTrue();
        lock.ifPresent(KernelLock::close);
        KernelLock.tryAcquire(file).orElseThrow().close();
    }

    @Test
    void threadsOfOneProcessTakeTurnsWithoutEverDroppingIt() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        var failures = new CompletableFuture<Void>();
        try (ChildProcess outsider = ChildProcess.java(LockHolderProcess.class)) {
            for (int i = 0; i < 4; i++) {
                var thread =
                        new Thread(
                                () -> {
                                    try {
                                        for (int round = 0; round < 50; round++) {
                                            takeTurn(inside, most);
                                        }
                                    } catch (Exception | AssertionError e) {
                                        failures.completeExceptionally(e);
                                    }
                                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            failures.complete(null);
            failures.get();
            assertThat(most).hasValue(1);
            // Each turn ended with the kernel's lock, not only with the gate before it.
            outsider.writeLine("take 0 " + file);
            assertThat(outsider.readLine()).isEqualTo("has " + file);
        }
    }

    @Test
    void aThreadThatIsRefusedOrLooksDoesNotCostTheHolderItsLock() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow();
                ChildProcess outsider = ChildProcess.java(LockHolderProcess.class)) {
            assertThat(KernelLock.tryAcquire(file)).isEmpty();
            assertThat(KernelLock.acquire(file, Duration.ofMillis(20))).isEmpty();
            assertThat(KernelLock.isHeld(file)).isTrue();
            outsider.writeLine("take 0 " + file);
            assertThat(outsider.readLine()).isEqualTo("misses " + file);
            assertThat(lock.isIntact()).isTrue();
        }
    }

    @Test
    void probingWhileAThreadOfThisProcessWaitsDisturbsNone() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file);
                ChildProcess outsider = ChildProcess.java(LockHolderProcess.class)) {
            FutureTask<Long> waiter = waitForItAndKeepIt();
            for (int i = 0; i < 100; i++) {
                assertThat(KernelLock.isHeld(file)).isTrue();
            }
            holder.kill();
            while (!waiter.isDone()) {
                assertThat(KernelLock.isHeld(file)).isTrue();
            }
            assertThat(KernelLock.isHeld(file)).isTrue();
            outsider.writeLine("take 0 " + file);
            assertThat(outsider.readLine()).isEqualTo("misses " + file);
        } finally {
            kept.close();
        }
    }

    @Test
    void twoProcessesThatEachWaitForTheOthersLockGetThemInTheEnd() throws Exception {
        Path second = folder.resolve("second.lock");
        try (ChildProcess one = LockHolderProcess.of(file);
                ChildProcess two = LockHolderProcess.of(second)) {
            one.writeLine("take 60000 " + second);
            awaitWaiter(second);
            two.writeLine("take 300 " + file); // The kernel sees a deadlock in this.
            assertThat(two.readLine()).isEqualTo("misses " + file);
            two.writeLine("take 60000 " + file);
            two.writeLine("drop " + second);
            assertThat(two.readLine()).isEqualTo("dropped " + second);
            assertThat(one.readLine()).isEqualTo("has " + second);
            one.writeLine("drop " + file);
            assertThat(one.readLine()).isEqualTo("dropped " + file);
            assertThat(two.readLine()).isEqualTo("has " + file);
        }
    }

    @Test
    void aDeletedFileIsNoticed() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
            Files.delete(file);
            assertThat(lock.isIntact()).isFalse();
        }
    }

    @Test
    void aReplacedFileIsNoticed() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
            Path other = Files.createFile(folder.resolve("other"));
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(lock.isIntact()).isFalse();
            try (KernelLock second = KernelLock.tryAcquire(file).orElseThrow()) {
                assertThat(second.isIntact()).isTrue();
            }
        }
    }

    @Test
    void oneThatWaitsWhileTheFileIsReplacedGetsTheOneThatOthersSee() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            FutureTask<Long> waiter = waitForItAndKeepIt();
            awaitWaiter(file);
            Path other = Files.createFile(folder.resolve("other"));
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            holder.kill();
            waiter.get(60, TimeUnit.SECONDS);
            assertThat(kept.isIntact()).isTrue();
            assertThat(KernelLock.isHeld(file)).isTrue();
        } finally {
            kept.close();
        }
    }

    @Test
    void oneThatWaitsWhileTheFileIsDeletedGetsANewOne() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            FutureTask<Long> waiter = waitForItAndKeepIt();
            awaitWaiter(file);
            Files.delete(file);
            holder.kill();
            waiter.get(60, TimeUnit.SECONDS);
            assertThat(kept.isIntact()).isTrue();
        } finally {
            kept.close();
        }
    }

    @Test
    void aClosedLockIsNotIntactAndCanBeClosedAgain() throws Exception {
        KernelLock lock = KernelLock.tryAcquire(file).orElseThrow();
        lock.close();
        lock.close();
        assertThat(lock.isIntact()).isFalse();
        // A second permit would let two threads in.
        try (KernelLock next = KernelLock.tryAcquire(file).orElseThrow()) {
            assertThat(KernelLock.tryAcquire(file)).isEmpty();
        }
    }

    @Test
    void aSymbolicLinkIsRefusedAndItsTargetUntouched() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Files.createSymbolicLink(file, target);
        assertRefused("symbolic link");
        assertThat(target).hasContent("precious");
        Files.delete(target);
        assertRefused("symbolic link");
        assertThat(target).doesNotExist();
    }

    @Test
    void aDirectoryIsRefused() throws Exception {
        Files.createDirectory(file);
        assertRefused("directory");
    }

    @Test
    void aPipeIsRefusedAtOnce() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertRefused("pipe");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path lost = folder.resolve("no/such.lock");
        assertThatThrownBy(() -> KernelLock.tryAcquire(lost))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(lost.toString());
        assertThat(KernelLock.isHeld(lost)).isFalse();
    }

    private KernelLock kept;

    private void assertRefused(String why) {
        assertThatThrownBy(() -> KernelLock.acquire(file, LONG))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
        assertThat(KernelLock.isHeld(file)).isFalse();
    }

    private void takeTurn(AtomicInteger inside, AtomicInteger most) throws Exception {
        try (KernelLock lock = KernelLock.acquire(file, LONG).orElseThrow()) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            assertThat(lock.isIntact()).isTrue();
            inside.decrementAndGet();
        }
    }

    private Thread waiting(CompletableFuture<Boolean> interrupted) {
        return waiting(interrupted, LONG);
    }

    private Thread waiting(CompletableFuture<Boolean> interrupted, Duration limit) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                KernelLock.acquire(file, limit).ifPresent(KernelLock::close);
                                interrupted.complete(false);
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                            } catch (Exception e) {
                                interrupted.completeExceptionally(e);
                            }
                        });
        thread.start();
        return thread;
    }

    /** Returns the time at which it was acquired. */
    private FutureTask<Long> waitForIt() throws Exception {
        var waiter =
                new FutureTask<>(
                        () -> {
                            try (KernelLock lock = KernelLock.acquire(file, LONG).orElseThrow()) {
                                return System.nanoTime();
                            }
                        });
        new Thread(waiter).start();
        awaitWaiter(file);
        return waiter;
    }

    private FutureTask<Long> waitForItAndKeepIt() throws Exception {
        var waiter =
                new FutureTask<>(
                        () -> {
                            kept = KernelLock.acquire(file, LONG).orElseThrow();
                            return System.nanoTime();
                        });
        new Thread(waiter).start();
        awaitWaiter(file);
        return waiter;
    }

    private static void awaitWaiter(Path file) {
        await().atMost(LONG).until(() -> !LockHolders.system().of(file).waiters().isEmpty());
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
