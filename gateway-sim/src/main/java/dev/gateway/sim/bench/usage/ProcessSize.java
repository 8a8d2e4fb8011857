package dev.gateway.sim.bench.usage;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources of a process, as Linux counts them.
 *
 * @param residentMegabytes its memory (VmRSS), in millions of bytes
 * @param privateDirtyMegabytes the part that is its own and that the kernel cannot drop; 0 if the
 *     kernel does not tell
 * @param threads the number of its threads
 * @param descriptors the number of its open files and sockets
 */
public record ProcessSize(
        double residentMegabytes,
        double privateDirtyMegabytes,
        double threads,
        double descriptors) {

    private static final double KIBIBYTE_IN_MEGABYTES = 1024 / 1e6;

    /** Returns the present size of a process; empty on systems without {@code /proc}. */
    public static Optional<ProcessSize> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        Path status = process.resolve("status");
        if (!Files.exists(status)) {
            return Optional.empty();
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return Optional.of(
                    new ProcessSize(
                            number(status, "VmRSS:") * KIBIBYTE_IN_MEGABYTES,
                            privateDirty(process.resolve("smaps_rollup")),
                            number(status, "Threads:"),
                            open.count()));
        } catch (IOException e) {
            throw new ExpectationFailedException("cannot read " + status + ": " + e.getMessage());
        }
    }

    private static double privateDirty(Path rollup) throws IOException {
        return Files.isReadable(rollup)
                ? number(rollup, "Private_Dirty:") * KIBIBYTE_IN_MEGABYTES
                : 0;
    }

    private static double number(Path status, String key) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new ExpectationFailedException("no " + key + " in " + status));
    }
}
