package dev.gateway.core.child;

import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.KernelLockState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A process that probes a lock without a pause until it is told to stop. */
public final class LockProbingProcess {

    private LockProbingProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Path file = Path.of(in.readLine());
        Set<KernelLockState> seen = ConcurrentHashMap.newKeySet();
        var looking =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                seen.add(KernelLock.probe(file));
                            }
                        });
        seen.add(KernelLock.probe(file));
        looking.start();
        System.out.println("looks");
        in.readLine();
        looking.interrupt();
        looking.join();
        seen.removeIf(KernelLockState.Unknown.class::isInstance); // The interrupt itself.
        System.out.println(
                seen.equals(Set.of(new KernelLockState.Free()))
                        ? "saw nothing but free"
                        : "saw " + seen);
    }
}
