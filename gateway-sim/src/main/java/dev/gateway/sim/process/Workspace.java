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
 * A temporary folder for homes, and the processes that work in it: both are gone at the end. At
 * SIGINT or SIGTERM the thread that opened it is interrupted and has a while to close it.
 */
public final class Workspace implements AutoCloseable {

    private static final long LONGEST_END_SECONDS = 15;
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final ProcessScope scope;
    private final Thread owner = Thread.currentThread();
    private final Thread atSignal = new Thread(this::end, "end-stage");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean interrupted;

    private Workspace(Path folder) {
        this.folder = folder;
        scope = ProcessScope.open();
        Runtime.getRuntime().addShutdownHook(atSignal);
    }

    /** Opens one in the folder for temporary files; the name of its folder begins as given. */
    public static Workspace open(String name) {
        try {
            return new Workspace(Files.createTempDirectory(name + "-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    /** A new, empty home; all homes share a folder of token locks. */
    public ObservedHome newHome() {
        return ObservedHome.create(folder);
    }

    /** Where the homes are, and their token locks. */
    public Path folder() {
        return folder;
    }

    /** Where processes are to be started. */
    public ProcessScope scope() {
        return scope;
    }

    /** Whether a signal asked for the end. */
    public boolean interrupted() {
        return interrupted;
    }

    private void end() {
        interrupted = true;
        owner.interrupt();
        try {
            if (closed.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                // The owner halts the JVM with its own exit code.
                owner.join(TimeUnit.SECONDS.toMillis(LONGEST_END_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills what still runs and deletes the folder. */
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

    /** Repeats: what a process wrote with its last breath may appear meanwhile. */
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
