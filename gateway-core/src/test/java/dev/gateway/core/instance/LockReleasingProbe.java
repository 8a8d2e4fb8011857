package dev.gateway.core.instance;

import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A probe during which the holder releases its lock. */
record LockReleasingProbe(ProcessProbe real, FakeLockTable table) implements ProcessProbe {

    @Override
    public OptionalLong startTicks(long pid) {
        table.free();
        return real.startTicks(pid);
    }

    @Override
    public ProcessState state(long pid) {
        return real.state(pid);
    }

    @Override
    public Optional<Duration> age(long pid) {
        return real.age(pid);
    }

    @Override
    public List<String> commandLine(long pid) {
        return real.commandLine(pid);
    }

    @Override
    public Optional<String> bootId() {
        return real.bootId();
    }

    @Override
    public Optional<String> pidNamespace() {
        return real.pidNamespace();
    }
}
