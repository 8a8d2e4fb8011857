package dev.gateway.sim.bench.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process has taken since its start.
 *
 * @param cpu its processor time, user and system
 * @param switches the context switches of the threads that it has now; empty on systems without
 *     {@code /proc}
 * @param written the bytes that it had written to storage; empty where the kernel does not tell
 */
public record ProcessUsage(Duration cpu, OptionalLong switches, OptionalLong written) {

    /** Returns the present usage of a process; no time if it has ended. */
    public static ProcessUsage of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        return new ProcessUsage(
                ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO),
                switches(process.resolve("task")),
                sum(process.resolve("io"), "write_bytes:"));
    }

    private static OptionalLong switches(Path tasks) {
        try (Stream<Path> threads = Files.list(tasks)) {
            List<Path> all = threads.map(thread -> thread.resolve("status")).toList();
            return OptionalLong.of(
                    all.stream()
                            .mapToLong(
                                    status ->
                                            sum(status, "voluntary_ctxt_switches:").orElse(0)
                                                    + sum(status, "nonvoluntary_ctxt_switches:")
                                                            .orElse(0))
                            .sum());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong sum(Path file, String key) {
        try {
            Optional<String> line =
                    Files.readAllLines(file).stream()
                            .filter(text -> text.startsWith(key))
                            .findFirst();
            return line.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(line.get().replaceAll("\\D", "")));
        } catch (IOException e) {
            // The thread or process has ended, or another user's is not told of.
            return OptionalLong.empty();
        }
    }
}
