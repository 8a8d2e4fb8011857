package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.Child;
import dev.gateway.core.child.LockHolder;
import dev.gateway.core.child.LookingAtLock;
import dev.gateway.core.child.SharedLock;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.LockTable;
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

    private final LockProbe blind = new LockProbe(LockTable.none());

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("gateway.lock");
    }

    @Test
    void whatIsMissingOrNoLockFileIsFreeAndNothingIsMade() throws Exception {
        assertThat(blind.look(file)).isEqualTo(new LockStatus.Free());
        assertThat(file).doesNotExist();
        Files.createDirectory(file);
        assertThat(blind.look(file)).isEqualTo(new LockStatus.Free());
        Path pipe = folder.resolve("pipe.lock");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(blind.look(pipe)).isEqualTo(new LockStatus.Free());
    }

    @Test
    void aFileThatNobodyHoldsIsFree() throws Exception {
        Files.createFile(file);
        assertThat(blind.look(file).isHeld()).isFalse();
        assertThat(new LockProbe(LockHolders.system()).look(file).isHeld()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelNamesTheHolder() throws Exception {
        try (Child holder = LockHolder.of(file)) {
            LockStatus status = new LockProbe(LockHolders.system()).look(file);
            assertThat(status).isEqualTo(new LockStatus.HeldBy(holder.pid()));
            assertThat(status.isHeldBy(holder.pid())).isTrue();
            assertThat(status.isHeldBy(1)).isFalse();
        }
    }

    @Test
    void aHolderThatTheKernelDoesNotNameIsNoticedAllTheSame() throws Exception {
        try (Child holder = LockHolder.of(file)) {
            assertThat(blind.look(file)).isEqualTo(new LockStatus.HeldUnseen());
            assertThat(blind.look(file).isHeldBy(holder.pid())).isFalse();
            holder.close();
            assertThat(blind.look(file)).isEqualTo(new LockStatus.Free());
        }
    }

    @Test
    void aLookDoesNotCostTheLookingProcessItsOwnLock() throws Exception {
        try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow();
                Child other = Child.java(LockHolder.class)) {
            assertThat(blind.look(lock.file()).isHeld()).isTrue();
            other.tell("take 0 " + file);
            assertThat(other.says()).isEqualTo("misses " + file);
        }
    }

    @Test
    void whatCannotBeOpenedIsNeitherFreeNorHeld() {
        assertThat(new LockProbe(LockTable.unaskable("permission denied")).look(file))
                .isEqualTo(new LockStatus.Unknown(file + ": permission denied", true));
    }

    @Test
    void theTableIsNotBelievedOfALockThatTheKernelCallsFree() throws Exception {
        Files.createFile(file);
        Path elsewhere = Files.createFile(folder.resolve("elsewhere.lock"));
        var table = new LockTable().heldBy(4711, elsewhere);
        assertThat(new LockProbe(table.holders()).look(file)).isEqualTo(new LockStatus.Free());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSharedLockOfAnotherProgramBlocksAndIsNoHolder() throws Exception {
        Files.createFile(file);
        var system = new LockProbe(LockHolders.system());
        try (Child other = SharedLock.on(file)) {
            assertThat(system.look(file))
                    .isEqualTo(new LockStatus.Blocked(Optional.of(other.pid())));
            assertThat(blind.look(file)).isEqualTo(new LockStatus.Blocked(Optional.empty()));
            assertThat(KernelLock.tryAcquire(file)).isEmpty();
        }
        assertThat(system.look(file)).isEqualTo(new LockStatus.Free());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLockOnAPartOfTheFileBlocks() throws Exception {
        Files.createFile(file);
        try (Child other = SharedLock.onTheBeginningOf(file)) {
            assertThat(new LockProbe(LockHolders.system()).look(file))
                    .isEqualTo(new LockStatus.Blocked(Optional.of(other.pid())));
        }
    }

    @Test
    void looksOfManyThreadsAndProcessesDoNotSeeEachOther() throws Exception {
        Files.createFile(file);
        try (Child another = Child.java(LookingAtLock.class)) {
            another.tell(file.toString());
            assertThat(another.says()).isEqualTo("looks");
            for (int i = 0; i < 2000; i++) {
                assertThat(blind.look(file)).isEqualTo(new LockStatus.Free());
            }
            another.tell("enough");
            assertThat(another.says()).isEqualTo("saw nothing but free");
        }
    }
}
