package dev.gateway.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UntrustedFilesTest {

    @TempDir Path folder;
    private Path home;
    private Path media;

    /** One of the two methods that open a file. */
    private interface Opening {
        InputStream open(Path file) throws IOException;
    }

    @BeforeEach
    void makeTheHome() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        media = Files.createDirectory(home.resolve("media"));
        ProtectedFiles.addHome(home, media);
    }

    @AfterEach
    void forget() {
        ProtectedFiles.removeHome(home);
    }

    @Test
    void aFileOfAnotherFolderAndOneOfTheMediaAreOpened() throws Exception {
        Path report = Files.writeString(folder.resolve("report.pdf"), "a report");
        Path picture = Files.writeString(media.resolve("cat.jpg"), "a cat");
        Path link = Files.createSymbolicLink(folder.resolve("link"), report);
        assertThat(text(report)).isEqualTo("a report");
        assertThat(text(link)).isEqualTo("a report");
        assertThat(text(picture)).isEqualTo("a cat");
    }

    @Test
    void aFileOfTheHomeIsConfiguredButNeverSent() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "s3cret");
        try (InputStream in = UntrustedFiles.openConfigured(secret)) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
        Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic"), secret);
        Path hard = Files.createLink(folder.resolve("hard"), secret);
        Path roundabout = media.resolve("../secret");
        for (Path name : List.of(secret, symbolic, hard, roundabout)) {
            assertThatThrownBy(() -> UntrustedFiles.open(name))
                    .as("%s", name)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("only media/ can be sent");
        }
    }

    @Test
    void aLockedFileIsNotOpenedByAnyNameAndStaysLocked() throws Exception {
        Path lockFile = folder.resolve("some.lock");
        try (KernelLock lock = KernelLock.tryAcquire(lockFile).orElseThrow();
                ChildProcess other = ChildProcess.java(LockHolderProcess.class)) {
            Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic"), lockFile);
            Path hard = Files.createLink(folder.resolve("hard"), lockFile);
            Path descriptor = ownDescriptorOf(lockFile);
            List<Opening> ways =
                    List.of(
                            UntrustedFiles::open,
                            UntrustedFiles::openConfigured,
                            UntrustedFiles::openOwn);
            for (Path name : List.of(lockFile, symbolic, hard, descriptor)) {
                for (Opening way : ways) {
                    assertThatThrownBy(() -> way.open(name))
                            .as("%s", name)
                            .isInstanceOf(FileSystemException.class);
                }
                assertThatThrownBy(() -> UntrustedFiles.check(name))
                        .isInstanceOf(FileSystemException.class);
            }
            other.writeLine("take 0 " + lockFile);
            assertThat(other.readLine()).isEqualTo("misses " + lockFile);
            assertThat(lock.isIntact()).isTrue();
        }
    }

    @Test
    void theFilesOfADatabaseAreNotOpened() throws Exception {
        Path database = Files.createFile(folder.resolve("journal.db"));
        ProtectedFiles.addDatabase(database);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path file = folder.resolve("journal.db" + suffix);
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            assertThatThrownBy(() -> UntrustedFiles.openConfigured(file))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("keeps locked");
        }
    }

    @Test
    void ofTheHomeOfAnotherGatewayOnlyTheMediaAreOpened() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other/media")).getParent();
        Files.createFile(other.resolve("gateway.lock"));
        Path said = Files.writeString(other.resolve("journal.db"), "what people said there");
        Path picture = Files.writeString(other.resolve("media/cat.jpg"), "a cat");

        assertThatThrownBy(() -> UntrustedFiles.open(said))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a file of a gateway");
        assertThat(text(picture)).isEqualTo("a cat");
    }

    @Test
    void whatIsNamedThroughTheKernelsFilesIsRefusedWhereverItLeads() throws Exception {
        Path report = Files.writeString(folder.resolve("report.pdf"), "a report");
        Path root = Path.of("/proc/self/root").resolve(report.toString().substring(1));

        assertThatThrownBy(() -> UntrustedFiles.open(root))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is the kernel's");
    }

    @Test
    void aDatabaseIsProtectedUntilItsLastConnectionIsClosed() throws Exception {
        Path database = Files.createFile(folder.resolve("journal.db"));
        ProtectedFiles.addDatabase(database);
        ProtectedFiles.addDatabase(database);

        ProtectedFiles.removeDatabase(database);
        assertThatThrownBy(() -> UntrustedFiles.openConfigured(database))
                .isInstanceOf(FileSystemException.class);

        ProtectedFiles.removeDatabase(database);
        UntrustedFiles.openConfigured(database).close();
    }

    @Test
    void aSpecialFileIsRefusedWithoutBlocking() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (Path name : List.of(pipe, folder, Path.of("/dev/zero"), Path.of("/proc/version"))) {
            assertThatThrownBy(() -> UntrustedFiles.open(name))
                    .as("%s", name)
                    .isInstanceOf(FileSystemException.class);
        }
        assertThatThrownBy(() -> UntrustedFiles.open(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static String text(Path file) throws IOException {
        UntrustedFiles.check(file);
        try (InputStream in = UntrustedFiles.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path ownDescriptorOf(Path file) throws IOException {
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file.toRealPath())) {
                    return descriptor;
                }
            }
        }
        throw new AssertionError("no descriptor leads to " + file);
    }
}
