package dev.gateway.sim.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell starts background jobs with SIGINT ignored, {@code nohup} ignores SIGHUP, and every
 * process below inherits that: a gateway would then rightly not react to them. What is tested here
 * starts as if it had been started at a prompt.
 */
final class SignalDispositionReset {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long HUP_INT_TERM = bit(1) | bit(2) | bit(15);

    private SignalDispositionReset() {}

    /** What a command starts with to have the usual signals again; mostly nothing. */
    static List<String> resetCommand() {
        if (!inherited()) {
            return List.of();
        }
        // By its path: what is started may have another PATH, or none.
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
            return false; // macOS; nothing is known there
        }
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }
}
