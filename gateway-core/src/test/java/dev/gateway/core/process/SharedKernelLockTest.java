package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.child.SharedLockProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedKernelLockTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.lock");
    }

    @Test
    void severalShareItAndTheLastOneFreesIt() throws Exception {
        SharedKernelLock one = SharedKernelLock.acquire(file).orElseThrow();
        SharedKernelLock two = SharedKernelLock.acquire(file).orElseThrow();
        one.close();
        one.close();
        assertThat(KernelLock.probe(file)).isInstanceOf(KernelLockState.Shared.class);
        assertThat(KernelLock.tryAcquire(file)).isEmpty();
        two.close();
        assertThat(KernelLock.isHeld(file)).isFalse();
        assertThat(file).isEmptyFile();
    }

    @Test
    void itIsSharedWithAnotherProcessWhoseDeathGivesItsShareBack() throws Exception {
        Files.createFile(file);
        try (ChildProcess other = SharedLockProcess.on(file);
                SharedKernelLock mine = SharedKernelLock.acquire(file).orElseThrow()) {
            mine.close();
            assertThat(KernelLock.probe(file)).isInstanceOf(KernelLockState.Shared.class);
            other.kill();
            assertThat(other.awaitEnd()).isNotZero();
            assertThat(KernelLock.isHeld(file)).isFalse();
        }
    }

    @Test
    void aHolderForItselfRefusesIt() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            assertThat(SharedKernelLock.acquire(file)).isEmpty();
            holder.writeLine("drop " + file);
            assertThat(holder.readLine()).startsWith("dropped");
            SharedKernelLock.acquire(file).orElseThrow().close();
        }
    }

    @Test
    void aReplacedFileIsSharedAnew() throws Exception {
        SharedKernelLock old = SharedKernelLock.acquire(file).orElseThrow();
        Files.delete(file);
        try (SharedKernelLock anew = SharedKernelLock.acquire(file).orElseThrow()) {
            old.close();
            assertThat(KernelLock.isHeld(file)).isTrue();
            anew.close();
            assertThat(KernelLock.isHeld(file)).isFalse();
        }
    }
}
