package dev.gateway.sim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary folder for homes and a scope for their processes; both are removed on close. At
 * SIGINT or SIGTERM the thread that opened the workspace is interrupted and has a while to close
 * it.
 */
public final class Workspace implements AutoCloseable {

    private static final long MAX_END_SECONDS = 15;
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final ProcessScope scope;
    private final Thread owner = Thread.currentThread();
    private final Thread atSignal = new Thread(this::end, "workspace-cleanup");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean interrupted;

    private Workspace(Path folder) {
        this.folder = folder;
        scope = ProcessScope.open();
        Runtime.getRuntime().addShutdownHook(atSignal);
    }

    /**
     * Opens a workspace in the folder for temporary files; the name of its folder begins as given.
     */
    public static Workspace open(String name) {
        try {
            return new Workspace(Files.createTempDirectory(name + "-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    /** Creates an empty home; all homes share a folder of token locks. */
    public ObservedHome newHome() {
        return ObservedHome.create(folder);
    }

    /** Returns the folder of the homes and of their token locks. */
    public Path folder() {
        return folder;
    }

    /** Returns the scope of the processes. */
    public ProcessScope scope() {
        return scope;
    }

    /** Returns whether a signal asked for the end. */
    public boolean interrupted() {
        return interrupted;
    }

    private void end() {
        interrupted = true;
        owner.interrupt();
        try {
            if (closed.await(MAX_END_SECONDS, TimeUnit.SECONDS)) {
                // The owner halts the JVM with its own exit code.
                owner.join(TimeUnit.SECONDS.toMillis(MAX_END_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the running processes and deletes the folder. */
    @Override
    public void close() {
        try {
            scope.close();
        } finally {
            delete();
            closed.countDown();
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atSignal);
        } catch (IllegalStateException e) {
            // The JVM is ending, which is what the hook is for.
        }
    }

    /**
     * Deletes the folder. Repeats, as the last write of an ending process may add a file meanwhile.
     */
    private void delete() {
        for (int attempt = 1; ; attempt++) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.deleteIfExists(path);
                }
                return;
            } catch (IOException | UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("delete " + folder + " by hand: " + e, e);
                }
            }
        }
    }
}
