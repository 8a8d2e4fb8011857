package dev.gateway.core.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A source of facts about processes from the operating system. Thread-safe. Never throws for a
 * missing process, and never calls a zombie alive where the system shows the difference.
 */
public interface ProcessProbe {

    /** Returns the PID of this process. */
    default long self() {
        return ProcessHandle.current().pid();
    }

    /** Returns the present state of the process. */
    ProcessState state(long pid);

    /**
     * Returns the start time in clock ticks since boot; empty where the system does not tell. With
     * the PID and the boot it identifies a process for ever.
     */
    OptionalLong startTicks(long pid);

    /**
     * Returns the PID that the process itself sees and writes into files. In another PID namespace,
     * such as a container's, it differs from the PID here. Returns {@code pid} where it is unknown.
     */
    default long innerPid(long pid) {
        return pid;
    }

    /** Returns whether the process ignores SIGTERM, as it does when its parent did. */
    default boolean ignoresTerminate(long pid) {
        return false;
    }

    /** Returns the time since the start of the process; empty if it is unknown. */
    Optional<Duration> age(long pid);

    /** Returns program and arguments; empty if they cannot be seen. */
    List<String> commandLine(long pid);

    /** Returns the id of this boot of the machine; empty where there is none. */
    Optional<String> bootId();

    /**
     * Returns the PID namespace of this process, as {@code pid:[4026531836]}; empty where there is
     * none.
     */
    Optional<String> pidNamespace();

    /** Returns the probe for this machine: /proc where there is one, else {@link ProcessHandle}. */
    static ProcessProbe system() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat"))
                ? new LinuxProcessProbe(proc)
                : new PortableProcessProbe();
    }
}
