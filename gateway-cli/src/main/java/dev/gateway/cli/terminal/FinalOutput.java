package dev.gateway.cli.terminal;

import dev.gateway.core.concurrent.DaemonThreads;
import java.time.Duration;

/**
 * What a process prints before it ends. It must end also if nothing reads what it prints, so this
 * waits for a moment only.
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
            Thread thread = DaemonThreads.single("last-words").newThread(work);
            thread.start();
            thread.join(TIMEOUT.toMillis());
        } catch (OutOfMemoryError e) {
            work.run(); // no thread can be made; better late than silent
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
