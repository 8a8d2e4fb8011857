package dev.gateway.core.instance;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code gateway.pid}: the process that runs in a home. Information only: it never
 * grants or denies anything.
 *
 * @param process the process with its unique identity
 * @param kind {@link #GATEWAY}, {@link #HERMES}, or the value in a damaged or foreign file
 * @param argv its arguments
 * @param home the folder it runs in
 * @param version of the program
 * @param startedAt the time at which it took the home
 * @param supervisor the service manager that started it, if any
 */
public record PidRecord(
        ProcessIdentity process,
        String kind,
        List<String> argv,
        Optional<String> home,
        Optional<String> version,
        Optional<Instant> startedAt,
        Optional<ServiceManagerInfo> supervisor) {

    /** The {@code kind} of this gateway's own records. */
    public static final String GATEWAY = "gateway";

    /** The {@code kind} of records of the Python gateway, whose homes users may bring along. */
    public static final String HERMES = "hermes-gateway";

    /** The {@code kind} of a file that contains only a number. */
    public static final String BARE_NUMBER = "pid";

    /** Copies the list. */
    public PidRecord {
        argv = List.copyOf(argv);
    }

    /** Returns the PID. */
    public long pid() {
        return process.pid();
    }
}
