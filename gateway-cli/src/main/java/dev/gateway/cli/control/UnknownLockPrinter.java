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

/** A home of which it cannot be told whether a gateway runs there: neither yes nor no. */
final class UnknownLockPrinter {

    private UnknownLockPrinter() {}

    /** Says so on stderr and returns the exit code. */
    static int print(GatewayHome home, LockStatus lock, ConsoleOutput err) {
        var unknown = (LockStatus.Unknown) lock;
        return print(OperatorMessages.cannotTell(home, unknown) + owner(home), unknown, err);
    }

    /** Prints {@code words} on stderr and returns the exit code. */
    static int print(String text, LockStatus.Unknown unknown, ConsoleOutput err) {
        err.line(text);
        return unknown.denied() ? ExitCode.NO_PERMISSION.number() : ExitCode.TRY_AGAIN.number();
    }

    private static String owner(GatewayHome home) {
        for (Path file : List.of(home.lock(), home.folder())) {
            try {
                return " (%s belongs to %s.)".formatted(file, Files.getOwner(file).getName());
            } catch (IOException e) {
                // Not to be seen; its folder may be.
            }
        }
        return "";
    }
}
