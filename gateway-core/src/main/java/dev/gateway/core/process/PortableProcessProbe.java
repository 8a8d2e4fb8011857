package dev.gateway.core.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks {@link ProcessHandle}: for systems without /proc. It cannot tell a zombie or a stopped
 * process from a running one, and {@link ProcessHandle.Info#startInstant} is too coarse to be an
 * identity; the kernel lock decides everything that matters, so that costs a hint, not safety.
 */
final class PortableProcessProbe implements ProcessProbe {

    @Override
    public ProcessState state(long pid) {
        return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                ? ProcessState.RUNNING
                : ProcessState.GONE;
    }

    @Override
    public OptionalLong startTicks(long pid) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Duration> age(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()));
    }

    @Override
    public List<String> commandLine(long pid) {
        if (pid <= 0) {
            return List.of();
        }
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().commandLine())
                .map(line -> List.of(line.split(" ")))
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
}
