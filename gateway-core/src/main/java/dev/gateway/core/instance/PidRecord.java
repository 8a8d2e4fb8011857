package dev.gateway.core.instance;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who runs in a home, as {@code gateway.pid} says. A label: it never grants or denies anything.
 *
 * @param process the process and what makes it unmistakable
 * @param kind {@link #GATEWAY}, {@link #HERMES}, or whatever a damaged or foreign file says
 * @param argv its arguments
 * @param home the folder it runs in
 * @param version of the program
 * @param startedAt when it took the home
 * @param supervisor what started it, if something did
 */
public record PidRecord(
        ProcessIdentity process,
        String kind,
        List<String> argv,
        Optional<String> home,
        Optional<String> version,
        Optional<Instant> startedAt,
        Optional<ServiceManagerInfo> supervisor) {

    /** {@code kind} of our own records. */
    public static final String GATEWAY = "gateway";

    /** {@code kind} of the records of the Python gateway whose homes people bring along. */
    public static final String HERMES = "hermes-gateway";

    /** {@code kind} of a file that holds nothing but a number. */
    public static final String BARE_NUMBER = "pid";

    /** Copies the list. */
    public PidRecord {
        argv = List.copyOf(argv);
    }

    /** The PID. */
    public long pid() {
        return process.pid();
    }
}
