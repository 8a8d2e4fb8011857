package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StartupExceptionTest {

    private static final Path HOME = Path.of("/nowhere/home");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new FileSystemException("/nowhere/home/x", null, "No space left on device"),
                        ExitCode.CANNOT_CREATE,
                        "Cannot use /nowhere/home/x: No space left on device. Free some space."),
                Arguments.of(
                        new FileSystemException("/nowhere/home/x", null, "Read-only file system"),
                        ExitCode.CANNOT_CREATE,
                        "Cannot use /nowhere/home/x: Read-only file system. Have the disk mounted"
                                + " for writing, or choose another --home."),
                Arguments.of(
                        new FileAlreadyExistsException("/nowhere/home/x"),
                        ExitCode.CANNOT_CREATE,
                        "Cannot use /nowhere/home/x: is in the way."),
                Arguments.of(
                        new NoSuchFileException("/nowhere/home/x"),
                        ExitCode.CANNOT_CREATE,
                        "Cannot use /nowhere/home/x: does not exist."),
                Arguments.of(
                        new IOException("disk I/O error"),
                        ExitCode.CANNOT_CREATE,
                        "Cannot use /nowhere/home: disk I/O error."),
                Arguments.of(
                        new AccessDeniedException("/nowhere/home/x", null, "run: chmod 700 x"),
                        ExitCode.NO_PERMISSION,
                        "Refusing /nowhere/home/x: run: chmod 700 x."));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theFileTheReasonAndTheCodeFit(IOException cause, ExitCode code, String message) {
        StartupException failure = StartupException.of(cause, HOME);
        assertThat(failure).hasMessage(message).hasCause(cause);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void aFileOfAnotherUserNeedsAPerson() {
        for (IOException cause :
                new IOException[] {
                    new AccessDeniedException("/etc/hostname"),
                    new FileSystemException("/etc/hostname", null, "Operation not permitted")
                }) {
            StartupException failure = StartupException.of(cause, HOME);
            assertThat(failure.code()).isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(failure)
                    .hasMessageContaining("No permission for /etc/hostname")
                    .hasMessageContaining("belongs to root");
        }
    }
}
