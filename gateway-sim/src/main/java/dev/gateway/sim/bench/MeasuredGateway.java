package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.PathLookup;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The gateway that is measured.
 *
 * @param launcher its command
 * @param processors the number that its JVM is told to see; empty for all
 */
record MeasuredGateway(Path launcher, OptionalInt processors) {

    private static final String TRACER = "strace";

    /** Returns why the disk cannot be made slower here; empty if it can. */
    static Optional<String> withoutSlowDisk() {
        return PathLookup.find(TRACER).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "--disk-delay needs strace 5.3 or newer on the PATH, for instance by"
                                + " 'apt-get install strace'.");
    }

    /** Returns a command line whose every fsync takes longer by this; the process is strace's. */
    static GatewayCommandLine withDiskDelay(GatewayCommandLine line, Duration delay) {
        return delay.isZero()
                ? line
                : line.through(
                        TRACER,
                        "--follow-forks",
                        "--seccomp-bpf",
                        "--quiet=all",
                        "--output=/dev/null",
                        "--trace=fsync,fdatasync",
                        "--inject=fsync,fdatasync:delay_exit=" + delay.toMillis() + "ms");
    }

    /** Returns its command line for a home. */
    GatewayCommandLine commandLine(ProcessScope scope, ObservedHome home) {
        GatewayCommandLine line = GatewayCommandLine.of(scope, launcher).withHome(home);
        return processors.isEmpty()
                ? line
                : line.withEnv(
                        "GATEWAY_JAVA_OPTS", "-XX:ActiveProcessorCount=" + processors.getAsInt());
    }
}
