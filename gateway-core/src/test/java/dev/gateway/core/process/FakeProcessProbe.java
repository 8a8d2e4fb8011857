package dev.gateway.core.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** A machine with the processes that a test defines. */
public class FakeProcessProbe implements ProcessProbe {

    private final Map<Long, Row> processes = new ConcurrentHashMap<>();
    private final Map<Long, Long> inside = new ConcurrentHashMap<>();
    private volatile Optional<String> bootId = Optional.of("this-boot");
    private volatile Optional<String> pidNamespace = Optional.of("pid:[1]");

    private record Row(
            ProcessState state, OptionalLong ticks, Optional<Duration> age, List<String> words) {}

    /** Adds a running process. */
    public FakeProcessProbe with(long pid, long ticks, String... commandLine) {
        return with(pid, ProcessState.RUNNING, ticks, commandLine);
    }

    /** Adds a process in some state. */
    public FakeProcessProbe with(long pid, ProcessState state, long ticks, String... commandLine) {
        processes.put(
                pid,
                new Row(state, OptionalLong.of(ticks), Optional.empty(), List.of(commandLine)));
        return this;
    }

    /** Adds a process of which only the age is known, as on a system without /proc. */
    public FakeProcessProbe withAge(long pid, Duration age, String... commandLine) {
        processes.put(
                pid,
                new Row(
                        ProcessState.RUNNING,
                        OptionalLong.empty(),
                        Optional.of(age),
                        List.of(commandLine)));
        return this;
    }

    /** Removes a process, as ended and collected. */
    public FakeProcessProbe without(long pid) {
        processes.remove(pid);
        return this;
    }

    /** Gives the process {@code pid} another number inside its own PID namespace. */
    public FakeProcessProbe withInnerPid(long pid, long inner) {
        inside.put(pid, inner);
        return this;
    }

    @Override
    public long innerPid(long pid) {
        return inside.getOrDefault(pid, pid);
    }

    /** Sets another boot; null for a system without such an id. */
    public FakeProcessProbe withBootId(String id) {
        bootId = Optional.ofNullable(id);
        return this;
    }

    /** Sets another namespace; null for a system without namespaces. */
    public FakeProcessProbe inNamespace(String namespace) {
        pidNamespace = Optional.ofNullable(namespace);
        return this;
    }

    @Override
    public ProcessState state(long pid) {
        return row(pid).map(Row::state).orElse(ProcessState.GONE);
    }

    @Override
    public OptionalLong startTicks(long pid) {
        return row(pid).map(Row::ticks).orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Duration> age(long pid) {
        return row(pid).flatMap(Row::age);
    }

    @Override
    public List<String> commandLine(long pid) {
        return row(pid).map(Row::words).orElse(List.of());
    }

    @Override
    public Optional<String> bootId() {
        return bootId;
    }

    @Override
    public Optional<String> pidNamespace() {
        return pidNamespace;
    }

    private Optional<Row> row(long pid) {
        return Optional.ofNullable(processes.get(pid));
    }
}
