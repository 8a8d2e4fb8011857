package dev.gateway.sim.process;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A marker in the environment that all descendants of a process inherit, including those that leave
 * its group and session. Nested scopes append their ids, so the outer scope finds all of them.
 */
final class ProcessTag {

    /** The variable with the ids of all scopes around a process, the innermost last. */
    static final String VARIABLE = "GATEWAY_SIM_RUN";

    private static final Duration POLL = Duration.ofMillis(20);

    private final String id = UUID.randomUUID().toString();

    /** Returns the id, which occurs in the environment of marked processes and nowhere else. */
    String id() {
        return id;
    }

    void addTo(Map<String, String> environment) {
        environment.merge(VARIABLE, id, (outer, own) -> outer + "/" + own);
    }

    /** Returns every living process with this marker. */
    List<ProcessHandle> processes() {
        var found = new ArrayList<ProcessHandle>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path folder : all) {
                long pid = Long.parseLong(folder.getFileName().toString());
                // The handle first: if the PID is reused meanwhile, the handle does not follow it.
                ProcessHandle.of(pid).filter(handle -> isMarked(folder)).ifPresent(found::add);
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return found;
        }
        return found;
    }

    /**
     * Kills every marked process, including those that are started meanwhile.
     *
     * @return the processes that are left after {@code limit}: empty unless the kernel itself hangs
     */
    List<ProcessHandle> killAll(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        List<ProcessHandle> left = processes();
        boolean interrupted = false;
        while (!left.isEmpty() && !deadline.isExpired()) {
            left.forEach(ProcessHandle::destroyForcibly);
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = processes();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /**
     * Returns whether a process has the marker. A zombie has an empty environment and needs no
     * kill.
     */
    private boolean isMarked(Path folder) {
        try {
            byte[] environment = Files.readAllBytes(folder.resolve("environ"));
            String text = new String(environment, StandardCharsets.ISO_8859_1);
            return text.contains(VARIABLE + "=") && text.contains(id);
        } catch (IOException e) {
            return false;
        }
    }
}
