package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The message for a home whose lock cannot be read, so whether a gateway runs is unknown. */
final class UnknownLockPrinter {

    private UnknownLockPrinter() {}

    /** Prints the reason and the owner of the home; returns the exit code. */
    static int print(GatewayHome home, LockStatus lock, ConsoleOutput err) {
        var unknown = (LockStatus.Unknown) lock;
        return print(OperatorMessages.cannotTell(home, unknown) + owner(home), unknown, err);
    }

    /** Prints {@code text}; returns the exit code. */
    static int print(String text, LockStatus.Unknown unknown, ConsoleOutput err) {
        err.line(text);
        return unknown.denied() ? ExitCode.NO_PERMISSION.number() : ExitCode.TRY_AGAIN.number();
    }

    private static String owner(GatewayHome home) {
        for (Path file : List.of(home.lock(), home.folder())) {
            try {
                return " (%s belongs to %s.)".formatted(file, Files.getOwner(file).getName());
            } catch (IOException e) {
                // The file is not visible; its folder may be.
            }
        }
        return "";
    }
}
