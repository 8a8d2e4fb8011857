package dev.gateway.sim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A safeguard that ends the processes of a scope if this JVM is killed: a shell that waits for the
 * end of its input, which the kernel closes when the JVM is gone, for whatever reason.
 */
final class OrphanReaper implements AutoCloseable {

    private static final long LIMIT_SECONDS = 10;

    /** Kills in up to ten rounds, as a process may start another between two scans. */
    private static final String SCRIPT =
            """
            read -r line
            for round in 1 2 3 4 5 6 7 8 9 10; do
                marked=$(grep -lsF "$1" /proc/[0-9]*/environ)
                [ -n "$marked" ] || exit 0
                for file in $marked; do
                    pid=${file#/proc/}
                    kill -KILL "${pid%/environ}"
                done
                sleep 1
            done 2>/dev/null
            """;

    private final Process process;

    private OrphanReaper(Process process) {
        this.process = process;
    }

    static OrphanReaper start(ProcessTag tag) {
        var command = List.of("sh", "-c", SCRIPT, "gateway-sim-guardian", tag.id());
        if (PathLookup.find("setsid").isPresent()) {
            command = List.of("setsid", "sh", "-c", SCRIPT, "gateway-sim-guardian", tag.id());
        }
        try {
            return new OrphanReaper(
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the guardian of the processes", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Makes the shell scan once more and end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // The shell is gone already, or is about to end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
