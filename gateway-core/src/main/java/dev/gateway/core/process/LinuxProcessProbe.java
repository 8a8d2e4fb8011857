package dev.gateway.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A probe of /proc. {@code stat} is parsed after its last parenthesis: the name before it is the
 * program's own and can hold spaces and parentheses (proc(5)).
 */
final class LinuxProcessProbe implements ProcessProbe {

    /** Field 3 is the first one after the name; field 22 is the start time. */
    private static final int STATE = 0;

    private static final int START_TICKS = 22 - 3;

    /** Signal 15 is bit 14 of the masks in /proc/PID/status. */
    private static final long SIGTERM_BIT = 1L << 14;

    /** USER_HZ is 100 on every architecture that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private final Path proc;

    LinuxProcessProbe(Path proc) {
        this.proc = proc;
    }

    @Override
    public ProcessState state(long pid) {
        String[] fields = statFields(pid);
        if (fields.length == 0) {
            return ProcessState.GONE;
        }
        return switch (fields[STATE]) {
            case "Z", "X", "x" -> ProcessState.ZOMBIE;
            case "T", "t" -> ProcessState.STOPPED;
            default -> ProcessState.RUNNING;
        };
    }

    @Override
    public OptionalLong startTicks(long pid) {
        String[] fields = statFields(pid);
        try {
            return fields.length > START_TICKS
                    ? OptionalLong.of(Long.parseLong(fields[START_TICKS]))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The last number is that of the innermost namespace (proc(5)). */
    @Override
    public long innerPid(long pid) {
        String[] pids = status(pid, "NSpid:").split("\\s+");
        try {
            return Long.parseLong(pids[pids.length - 1]);
        } catch (NumberFormatException e) {
            return pid;
        }
    }

    @Override
    public boolean ignoresTerminate(long pid) {
        try {
            return (Long.parseUnsignedLong(status(pid, "SigIgn:"), 16) & SIGTERM_BIT) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Returns the value of a line of /proc/PID/status; blank if there is none. */
    private String status(long pid, String name) {
        return read(proc.resolve(pid + "/status"))
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public Optional<Duration> age(long pid) {
        OptionalLong ticks = startTicks(pid);
        if (ticks.isEmpty()) {
            return Optional.empty();
        }
        try {
            String uptime = read(proc.resolve("uptime")).orElse("").split(" ")[0];
            long millis = Math.round(Double.parseDouble(uptime) * 1000);
            return Optional.of(
                    Duration.ofMillis(Math.max(0, millis - ticks.getAsLong() * MILLIS_PER_TICK)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> commandLine(long pid) {
        return read(proc.resolve(pid + "/cmdline"))
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split("\0")))
                .orElse(List.of());
    }

    @Override
    public Optional<String> bootId() {
        return read(proc.resolve("sys/kernel/random/boot_id")).map(String::strip);
    }

    @Override
    public Optional<String> pidNamespace() {
        try {
            return Optional.of(
                    Files.readSymbolicLink(proc.resolve("self/ns/pid")).getFileName().toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private String[] statFields(long pid) {
        if (pid <= 0) {
            return new String[0];
        }
        String stat = read(proc.resolve(pid + "/stat")).orElse("");
        int name = stat.lastIndexOf(')');
        return name < 0 || name + 2 >= stat.length()
                ? new String[0]
                : stat.substring(name + 2).strip().split(" ");
    }

    /**
     * Reads a file of /proc. It can vanish between open and read (ESRCH), which counts as missing.
     */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
