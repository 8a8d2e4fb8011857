package dev.gateway.core.message.handler;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process with all its descendants. Children that have detached themselves (a daemon's double
 * fork) have no known parent and are not found.
 */
final class ProcessTree {

    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /**
     * Ends the tree: SIGTERM, then SIGKILL to the remaining processes.
     *
     * @param grace the time between the two
     * @return whether all are gone
     */
    boolean end(Duration grace) {
        Set<ProcessHandle> all = members();
        all.forEach(ProcessHandle::destroy);
        if (awaitEnd(all, grace)) {
            return true;
        }
        // Processes started meanwhile, and those whose parent has ended.
        all.addAll(members());
        all.forEach(ProcessHandle::destroyForcibly);
        return awaitEnd(all, grace);
    }

    /** Sends SIGKILL to the tree, without waiting. */
    void kill() {
        members().forEach(ProcessHandle::destroyForcibly);
    }

    private Set<ProcessHandle> members() {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        all.add(root);
        root.descendants().forEach(all::add);
        return all;
    }

    private static boolean awaitEnd(Set<ProcessHandle> all, Duration within) {
        Deadline deadline = Deadline.after(within);
        List<ProcessHandle> left = new ArrayList<>(all);
        boolean interrupted = false;
        while (true) {
            left.removeIf(process -> !process.isAlive());
            if (left.isEmpty() || deadline.isExpired()) {
                break;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left.isEmpty();
    }
}
