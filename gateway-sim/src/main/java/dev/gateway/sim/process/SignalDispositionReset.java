package dev.gateway.sim.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A command prefix that restores the default signals. A shell starts background jobs with SIGINT
 * ignored, {@code nohup} ignores SIGHUP, and every descendant inherits that: a gateway would then
 * rightly not react to them. With the prefix a process starts as if at a prompt.
 */
final class SignalDispositionReset {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long HUP_INT_TERM = bit(1) | bit(2) | bit(15);

    private SignalDispositionReset() {}

    /** Returns the prefix; empty if no signal is ignored, which is the usual case. */
    static List<String> resetCommand() {
        if (!inherited()) {
            return List.of();
        }
        // By its path: the started process may have another PATH, or none.
        return PathLookup.find("env")
                .map(env -> List.of(env.toString(), "--default-signal=HUP,INT,TERM"))
                .orElse(List.of());
    }

    private static boolean inherited() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & HUP_INT_TERM) != 0);
        } catch (IOException e) {
            return false; // macOS has no such file, so nothing is known there
        }
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }
}
