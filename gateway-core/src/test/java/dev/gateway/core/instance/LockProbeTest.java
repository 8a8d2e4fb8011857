package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.child.LockProbingProcess;
import dev.gateway.core.child.SharedLockProcess;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LockProbeTest {

    private final LockProbe blind = new LockProbe(FakeLockTable.none());

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("gateway.lock");
    }

    @Test
    void whatIsMissingOrNoLockFileIsFreeAndNothingIsMade() throws Exception {
        assertThat(blind.probe(file)).isEqualTo(new LockStatus.Free());
        assertThat(file).doesNotExist();
        Files.createDirectory(file);
        assertThat(blind.probe(file)).isEqualTo(new LockStatus.Free());
        Path pipe = folder.resolve("pipe.lock");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(blind.probe(pipe)).isEqualTo(new LockStatus.Free());
    }

    @Test
    void aFileThatNobodyHoldsIsFree() throws Exception {
        Files.createFile(file);
        assertThat(blind.probe(file).isHeld()).isFalse();
        assertThat(new LockProbe(LockHolders.system()).probe(file).isHeld()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelNamesTheHolder() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            LockStatus status = new LockProbe(LockHolders.system()).probe(file);
            assertThat(status).isEqualTo(new LockStatus.HeldBy(holder.pid()));
            assertThat(status.isHeldBy(holder.pid())).isTrue();
            assertThat(status.isHeldBy(1)).isFalse();
        }
    }

    @Test
    void aHolderThatTheKernelDoesNotNameIsNoticedAllTheSame() throws Exception {
        try (ChildProcess holder = LockHolderProcess.of(file)) {
            assertThat(blind.probe(file)).isEqualTo(new LockStatus.HeldUnseen());
            assertThat(blind.probe(file).isHeldBy(holder.pid())).isFalse();
            holder.close();
            assertThat(blind.probe(file)).isEqualTo(new LockStatus.Free());
        }
    }

    @Test
    void aLookDoesNotCostTheLookingProcessItsOwnLock() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow();
                ChildProcess other = ChildProcess.java(LockHolderProcess.class)) {
            assertThat(blind.probe(lock.file()).isHeld()).isTrue();
            other.writeLine("take 0 " + file);
            assertThat(other.readLine()).isEqualTo("misses " + file);
        }
    }

    @Test
    void whatCannotBeOpenedIsNeitherFreeNorHeld() {
        assertThat(new LockProbe(FakeLockTable.unaskable("permission denied")).probe(file))
                .isEqualTo(new LockStatus.Unknown(file + ": permission denied", true));
    }

    @Test
    void theTableIsNotBelievedOfALockThatTheKernelCallsFree() throws Exception {
        Files.createFile(file);
        Path elsewhere = Files.createFile(folder.resolve("elsewhere.lock"));
        var table = new FakeLockTable().heldBy(4711, elsewhere);
        assertThat(new LockProbe(table.holders()).probe(file)).isEqualTo(new LockStatus.Free());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSharedLockOfAnotherProgramBlocksAndIsNoHolder() throws Exception {
        Files.createFile(file);
        var system = new LockProbe(LockHolders.system());
        try (ChildProcess other = SharedLockProcess.on(file)) {
            assertThat(system.probe(file))
                    .isEqualTo(new LockStatus.Blocked(Optional.of(other.pid())));
            assertThat(blind.probe(file)).isEqualTo(new LockStatus.Blocked(Optional.empty()));
            assertThat(KernelLock.tryAcquire(file)).isEmpty();
        }
        assertThat(system.probe(file)).isEqualTo(new LockStatus.Free());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLockOnAPartOfTheFileBlocks() throws Exception {
        Files.createFile(file);
        try (ChildProcess other = SharedLockProcess.onTheBeginningOf(file)) {
            assertThat(new LockProbe(LockHolders.system()).probe(file))
                    .isEqualTo(new LockStatus.Blocked(Optional.of(other.pid())));
        }
    }

    @Test
    void looksOfManyThreadsAndProcessesDoNotSeeEachOther() throws Exception {
        Files.createFile(file);
        try (ChildProcess another = ChildProcess.java(LockProbingProcess.class)) {
            another.writeLine(file.toString());
            assertThat(another.readLine()).isEqualTo("looks");
            for (int i = 0; i < 2000; i++) {
                assertThat(blind.probe(file)).isEqualTo(new LockStatus.Free());
            }
            another.writeLine("enough");
            assertThat(another.readLine()).isEqualTo("saw nothing but free");
        }
    }
}
