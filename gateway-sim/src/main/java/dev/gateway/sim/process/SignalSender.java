package dev.gateway.sim.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sender of signals by the {@code kill} of the shell, which knows all names everywhere. */
public final class SignalSender {

    private static final long LIMIT_SECONDS = 10;

    private SignalSender() {}

    /** Sends the signal; does nothing if the process is gone. */
    public static void send(Signal signal, long pid) {
        String kill = "kill -" + signal + " " + pid;
        try {
            Process sender =
                    new ProcessBuilder("sh", "-c", kill)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!sender.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                sender.destroyForcibly();
                throw new ExpectationFailedException("'" + kill + "' hangs");
            }
        } catch (IOException e) {
            throw new ExpectationFailedException("cannot run '" + kill + "': " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExpectationFailedException("interrupted at '" + kill + "'");
        }
    }
}
