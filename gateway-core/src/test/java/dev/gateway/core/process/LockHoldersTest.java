package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.Child;
import dev.gateway.core.child.LockHolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LockHoldersTest {

    @TempDir Path folder;
    private Path file;
    private Path table;

    @BeforeEach
    void makeTheFile() throws Exception {
        file = Files.createFile(folder.resolve("some.lock"));
        table = folder.resolve("locks");
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
        var holders = LockHolders.in(table).of(file);
        assertThat(holders.holder()).hasValue(21129);
        assertThat(holders.waiters()).containsExactly(21200L, 21201L);
    }

    @Test
    void aLookFromOutsideIsNoHolder() throws Exception {
        recorded("1: POSIX  ADVISORY  READ 21129 DEVICE:INODE 0 EOF\n");
        assertThat(LockHolders.in(table).of(file).holder()).isEmpty();
    }

    @Test
    void aDeviceNumberThatDiffersIsForgivenIfTheInodeIsUnique() throws Exception {
        recorded("1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF\n");
        assertThat(LockHolders.in(table).of(file).holder()).hasValue(21129);
        recorded(
                """
                1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF
                2: POSIX  ADVISORY  WRITE 21130 00:98:INODE 0 EOF
                """);
        assertThat(LockHolders.in(table).of(file).holder()).isEmpty();
        recorded(
                """
                1: POSIX  ADVISORY  WRITE 21129 00:99:INODE 0 EOF
                2: POSIX  ADVISORY  WRITE 21130 DEVICE:INODE 0 EOF
                """);
        assertThat(LockHolders.in(table).of(file).holder()).hasValue(21130);
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
        assertThat(LockHolders.in(table).of(file).holder()).hasValue(5);
    }

    @Test
    void withoutATableOrAFileNothingIsKnown() throws Exception {
        assertThat(LockHolders.in(folder.resolve("none")).of(file).holder()).isEmpty();
        recorded("");
        assertThat(LockHolders.in(table).of(folder.resolve("no.lock")).holder()).isEmpty();
    }

    @Test
    void theKernelNamesHolderAndWaiters() throws Exception {
        try (Child holder = LockHolder.of(file);
                Child waiter = Child.java(LockHolder.class)) {
            waiter.tell("take 60000 " + file);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !LockHolders.system().of(file).waiters().isEmpty());
            assertThat(LockHolders.system().of(file).holder()).hasValue(holder.pid());
            assertThat(LockHolders.system().of(file).waiters()).containsExactly(waiter.pid());
            holder.kill();
            assertThat(waiter.says()).isEqualTo("has " + file);
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
        long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        long dev = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        String device =
                String.format(
                        "%02x:%02x",
                        ((dev >>> 8) & 0xfff) | ((dev >>> 32) & ~0xfffL),
                        (dev & 0xff) | ((dev >>> 12) & ~0xffL));
        Files.writeString(
                table, text.replace("DEVICE", device).replace("INODE", Long.toString(inode)));
    }
}
