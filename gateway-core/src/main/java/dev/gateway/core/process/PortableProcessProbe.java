package dev.gateway.core.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A probe with {@link ProcessHandle}, for systems without /proc. It cannot tell a zombie or a
 * stopped process from a running one, and {@link ProcessHandle.Info#startInstant} is too coarse for
 * an identity. The kernel lock decides everything that matters, so this costs a hint, not safety.
 */
final class PortableProcessProbe implements ProcessProbe {

    @Override
    public ProcessState state(long pid) {
        return handle(pid).map(ProcessHandle::isAlive).orElse(false)
                ? ProcessState.RUNNING
                : ProcessState.GONE;
    }

    @Override
    public OptionalLong startTicks(long pid) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Duration> age(long pid) {
        return handle(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()));
    }

    @Override
    public List<String> commandLine(long pid) {
        return handle(pid)
                .map(ProcessHandle::info)
                .map(PortableProcessProbe::words)
                .orElse(List.of());
    }

    @Override
    public Optional<String> bootId() {
        return Optional.empty();
    }

    @Override
    public Optional<String> pidNamespace() {
        return Optional.empty();
    }

    private static Optional<ProcessHandle> handle(long pid) {
        return pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
    }

    /**
     * Returns program and arguments. {@code commandLine()} joins them by spaces, which they can
     * hold themselves.
     */
    private static List<String> words(ProcessHandle.Info info) {
        List<String> words = new ArrayList<>();
        info.command().ifPresent(words::add);
        info.arguments().ifPresent(arguments -> words.addAll(List.of(arguments)));
        return words;
    }
}
