package dev.gateway.cli;

import dev.gateway.cli.terminal.FinalOutput;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.shutdown.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/**
 * The handler of exceptions that no command caught: prints a line, returns a documented exit code.
 */
final class UncaughtExceptionPrinter {

    private static final String DENIED = " (Permission denied)";

    private UncaughtExceptionPrinter() {}

    /** Prints the failure of {@code command}; returns the exit code. */
    static int print(String command, Throwable exception) {
        try {
            StartupException failure = of(command, exception);
            FinalOutput.print(String.valueOf(failure.getMessage()).replaceAll("\\R", " "));
            return failure.code().number();
        } catch (Error e) {
            return ExitCode.INTERNAL.number(); // even the message cannot be printed
        }
    }

    private static StartupException of(String command, Throwable exception) {
        Throwable cause =
                exception instanceof UncheckedIOException unchecked
                        ? unchecked.getCause()
                        : exception;
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new StartupException(ExitCode.TRY_AGAIN, command + " was interrupted.", cause);
        }
        if (cause instanceof FileNotFoundException denied
                && String.valueOf(denied.getMessage()).endsWith(DENIED)) {
            String message = denied.getMessage();
            String file = message.substring(0, message.length() - DENIED.length());
            return StartupException.of(new AccessDeniedException(file), Path.of(file));
        }
        if (cause instanceof IOException failed) {
            return StartupException.of(failed, Path.of(""));
        }
        return new StartupException(
                ExitCode.INTERNAL,
                "%s failed: internal error: %s".formatted(command, cause),
                cause);
    }
}
