package dev.gateway.cli.terminal;

import dev.gateway.core.concurrent.DaemonThreads;
import java.time.Duration;

/**
 * The last output of a process. The process must end even if nothing reads its output, so this
 * waits for at most a second.
 */
public final class FinalOutput {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private FinalOutput() {}

    /** Prints a line to stderr. */
    public static void print(String line) {
        briefly(() -> System.err.println(line));
    }

    /** Flushes both streams. */
    public static void flush() {
        briefly(
                () -> {
                    System.out.flush();
                    System.err.flush();
                });
    }

    private static void briefly(Runnable work) {
        try {
            Thread thread = DaemonThreads.single("final-output").newThread(work);
            thread.start();
            thread.join(TIMEOUT.toMillis());
        } catch (OutOfMemoryError e) {
            work.run(); // no thread can be created; better late than silent
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
