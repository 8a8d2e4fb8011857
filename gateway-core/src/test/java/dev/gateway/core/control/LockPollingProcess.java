package dev.gateway.core.control;

import dev.gateway.core.process.KernelLock;
import java.nio.file.Path;

/** A process that probes a lock (its argument) again and again, as many status commands would. */
public final class LockPollingProcess {

    private LockPollingProcess() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("looking");
        while (System.in.available() == 0) {
            KernelLock.isHeld(Path.of(arguments[0]));
        }
    }
}
