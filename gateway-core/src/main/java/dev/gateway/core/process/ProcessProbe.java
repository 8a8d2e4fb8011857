package dev.gateway.core.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks the operating system about processes. Thread-safe, never throws for a process that is not
 * there, and never answers "alive" for a zombie where the system lets that be seen.
 */
public interface ProcessProbe {

    /** The PID of the process that asks. */
    default long self() {
        return ProcessHandle.current().pid();
    }

    /** What the process is doing now. */
    ProcessState state(long pid);

    /** Returns whether exactly this process runs, and not a later one with its PID. */
    default boolean isAlive(ProcessIdentity process) {
        return state(process.pid()).isAlive()
                && ProcessIdentity.of(this, process.pid()).matches(process);
    }

    /**
     * When it started, in clock ticks since boot: with the PID and the boot it names one process
     * for ever. Empty where the system does not tell.
     */
    OptionalLong startTicks(long pid);

    /**
     * What the process itself calls its PID: in another PID namespace, such as a container's, that
     * is another number than the one it has here, and the one that it writes into files. The PID
     * itself where that cannot be told.
     */
    default long innerPid(long pid) {
        return pid;
    }

    /** Whether the process ignores SIGTERM, as it does when its parent did. */
    default boolean ignoresTerminate(long pid) {
        return false;
    }

    /** How long it has been running; empty if that cannot be told. */
    Optional<Duration> age(long pid);

    /** Its program and arguments; empty if they cannot be seen. */
    List<String> commandLine(long pid);

    /** The id of this boot of the machine; empty where there is none. */
    Optional<String> bootId();

    /**
     * The PID namespace of this process, as {@code pid:[4026531836]}; empty where there is none.
     */
    Optional<String> pidNamespace();

    /** The probe for this machine: /proc where there is one, else {@link ProcessHandle}. */
    static ProcessProbe system() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat"))
                ? new LinuxProcessProbe(proc)
                : new PortableProcessProbe();
    }
}
