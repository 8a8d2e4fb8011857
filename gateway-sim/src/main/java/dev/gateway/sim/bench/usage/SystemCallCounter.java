package dev.gateway.sim.bench.usage;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A count of a process's system calls by {@code perf stat}, for a fixed time. It costs the process
 * next to nothing, unlike {@code strace}, but needs the right to trace.
 */
public final class SystemCallCounter implements AutoCloseable {

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final double MILLIS = 1000;

    private final Process perf;
    private final Duration length;

    private SystemCallCounter(Process perf, Duration length) {
        this.perf = perf;
        this.length = length;
    }

    /** Returns whether this machine lets this user count system calls. */
    public static boolean isAvailable() throws InterruptedException {
        Optional<SystemCallCounter> counter = start(List.of("true"), Duration.ZERO);
        return counter.isPresent() && counter.get().result().isPresent();
    }

    /** Starts counting; empty if there is no {@code perf}. */
    public static Optional<SystemCallCounter> start(long pid, Duration length) {
        String seconds = String.format(Locale.ROOT, "%.3f", length.toMillis() / MILLIS);
        return start(List.of("-p", Long.toString(pid), "--", "sleep", seconds), length);
    }

    private static Optional<SystemCallCounter> start(List<String> what, Duration length) {
        String events =
                Arrays.stream(SystemCall.values())
                        .map(SystemCall::event)
                        .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of("perf", "stat", "-x", ",", "-e", events));
        command.addAll(what);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            return Optional.of(new SystemCallCounter(builder.start(), length));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits for the end of the time and returns the counts; empty if they could not be taken. */
    public Optional<Map<SystemCall, Long>> result() throws InterruptedException {
        try (this) {
            if (!perf.waitFor(length.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            return perf.exitValue() == 0
                    ? counts(
                            new String(
                                    perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ExpectationFailedException("cannot read what perf says: " + e.getMessage());
        }
    }

    /** Reads the lines of {@code perf stat -x,}; empty unless each event can be counted. */
    static Optional<Map<SystemCall, Long>> counts(String text) {
        var counts = new EnumMap<SystemCall, Long>(SystemCall.class);
        for (String line : text.lines().toList()) {
            String[] fields = line.split(",");
            for (SystemCall call : SystemCall.values()) {
                if (fields.length > 2 && fields[2].equals(call.event())) {
                    count(fields[0]).ifPresent(count -> counts.put(call, count));
                }
            }
        }
        return counts.size() == SystemCall.values().length ? Optional.of(counts) : Optional.empty();
    }

    /** Returns a count; of a process that did not run meanwhile perf says "not counted". */
    private static Optional<Long> count(String text) {
        if (text.equals("<not counted>")) {
            return Optional.of(0L);
        }
        return text.matches("\\d+") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    @Override
    public void close() {
        perf.descendants().forEach(ProcessHandle::destroy);
        perf.destroy();
    }
}
